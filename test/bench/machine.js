import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os'
import { isPinned } from './child.js'

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

/** When, on what, and how much else it had to do; to be asked before a run. */
export function machine() {
  const load = loadavg()[0].toFixed(1)
  const when = new Date().toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })
  const gib = Math.round(totalmem() / 2 ** 30)
  const pinned = isPinned ? ', server and load on a core each' : ''
  return `${when}: ${cpus()[0]?.model ?? arch()}, ${availableParallelism()} cores${pinned}, ${gib} GiB, ${platform()}, Node ${process.version.slice(1)}. Load average before the run: ${load}.`
}

/** The peers' versions; ours are those of this commit. */
export function versions() {
  return Object.entries(dependencies)
    .filter(([, version]) => !version.startsWith('link:'))
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
}
