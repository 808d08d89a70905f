import { execFileSync } from 'node:child_process'
import { contenders } from '../contenders/index.js'
import { median, table } from '../figures.js'
import { installedBytes } from './installed-size.js'

/** Alone, without a framework. */
const alone = [
  { title: 'mercadopago-oauth', packages: ['mercadopago-oauth'], isOurs: true },
  { title: 'openid-client', packages: ['openid-client'] },
]

/** What is there before the first request: files on the disk, and the time of an import. */
export async function run({ isFull, say }) {
  const rounds = isFull ? 31 : 11
  const floors = ['koa', 'express', 'fastify'].map((name) => ({ title: name, packages: [name] }))
  const measured = [
    ...floors,
    ...alone,
    ...contenders
      .filter(({ packages }) => packages.length > 0)
      .map(({ packages, isOurs }) => ({ title: packages.join(' + '), packages, isOurs })),
  ]
  const nothing = []
  const times = new Map(measured.map(({ title }) => [title, []]))
  for (let round = 0; round < rounds; round++) {
    nothing.push(importMs([]))
    for (const { title, packages } of measured) times.get(title).push(importMs(packages))
    say(`round ${round + 1} of ${rounds}`)
  }
  const rows = measured.map(({ title, packages, isOurs }) => {
    const { bytes, count } = installedBytes(packages)
    return {
      Packages: isOurs ? `**${title}**` : title,
      'import ms': (median(times.get(title)) - median(nothing)).toFixed(0),
      'installed KiB': Math.round(bytes / 1024).toLocaleString('en'),
      'packages, with what they need': count,
    }
  })
  const note = `Medians of ${rounds} new processes each, less an empty one's ${median(nothing).toFixed(0)} ms. Sizes are those of the files in the packages and in all they depend on, frameworks aside; each is counted once.`
  return { note, tables: [table(rows)] }
}

/** From the start of a process to the end of its imports, in milliseconds. */
function importMs(packages) {
  const imports = packages.map((name) => `await import('${name}')`)
  const script = `${imports.join('\n')}\nprocess.stdout.write(String(performance.now()))`
  const args = ['--input-type=module', '--eval', script]
  return Number(execFileSync(process.execPath, args, { cwd: new URL('..', import.meta.url) }))
}
