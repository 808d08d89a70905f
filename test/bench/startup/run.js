import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contenders } from '../contenders/index.js'
import { median, table } from '../figures.js'
import { installApp } from './app.js'
import { installedBytes } from './installed-size.js'

const frameworks = ['koa', 'express', 'fastify'].map((name) => ({ packages: [name] }))
/** Without a framework, and what ours stand on. */
const alone = [
  { packages: ['openid-client'] },
  { packages: ['mercadopago-oauth'], isOurs: true, over: 'openid-client' },
  { packages: ['mercadopago-oauth-web'], isOurs: true, over: 'mercadopago-oauth' },
  { packages: ['koa', 'koa-mercadopago'], isOurs: true, over: 'koa' },
  { packages: ['passport', 'passport-oauth2'] },
  {
    packages: ['passport', 'passport-mercadopago'],
    isOurs: true,
    over: 'passport + passport-oauth2',
  },
]

/** What is there before the first request: files on the disk, and the time of an import, of packages as published. */
export async function run({ isFull, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-startup-'))
  try {
    return measure(installApp(folder), isFull ? 101 : 31, say)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function measure(app, rounds, say) {
  const measured = [...frameworks, ...alone, ...withSessions()].map((one) => ({
    ...one,
    title: one.packages.join(' + '),
    starts: [],
  }))
  // In turn, so that whatever else the machine does hits all of them.
  for (let round = 0; round < rounds; round++) {
    for (const { packages, starts } of measured) starts.push(start(app, packages))
    say(`round ${round + 1} of ${rounds}`)
  }
  const times = new Map(measured.map(({ title, starts }) => [title, medians(starts)]))
  const rows = measured.map(({ title, packages, isOurs, over }) => {
    const { ms, cpuMs } = times.get(title)
    const { bytes, count } = installedBytes(app, packages)
    const ratio = over && (cpuMs / times.get(over).cpuMs).toFixed(2)
    return {
      Packages: isOurs ? `**${title}**` : title,
      'CPU ms': cpuMs.toFixed(0),
      'over what': ratio && `${ratio} of ${over}`,
      ms: ms.toFixed(0),
      'installed KiB': Math.round(bytes / 1024).toLocaleString('en'),
      'packages, with what they need': count,
    }
  })
  const note = `Medians of ${rounds} new processes each, from the first line of a program to the end of its imports. The packages were installed by npm; ours are the packed ones. Sizes are those of the files in the packages and in all they depend on, each counted once.`
  return { note, tables: [table(rows)] }
}

/** What one would install for the flow, where that is more than one package. */
function withSessions() {
  const known = new Set(alone.map(({ packages }) => packages.join()))
  return contenders.filter(
    ({ packages, isOurs }) => packages.length > 0 && !isOurs && !known.has(packages.join()),
  )
}

/** What the imports of a new process took. */
function start(app, packages) {
  return JSON.parse(execFileSync(process.execPath, ['start.js', ...packages], { cwd: app }))
}

function medians(starts) {
  return { ms: median(starts.map(({ ms }) => ms)), cpuMs: median(starts.map(({ cpuMs }) => cpuMs)) }
}
