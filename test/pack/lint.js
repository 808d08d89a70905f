import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

/** What publint has to say of a tarball, suggestions included: one line each. */
export async function publintFindings({ manifest, path }) {
  const { buffer } = new Uint8Array(readFileSync(path))
  const { messages } = await publint({ pack: { tarball: buffer }, strict: true })
  return messages.map((message) => formatMessage(message, manifest, { color: false }))
}

/**
 * What attw has to say of a tarball, as it prints it.
 *
 * The profile leaves out Node 10's way to resolve, which knows no `exports`; every supported Node does.
 * The rule left out says that `require()` meets an ES module: that is meant, and works on every supported
 * Node, as the programs beside this file show. attw cannot know that.
 */
export function attwFindings({ path }) {
  const attw = fileURLToPath(new URL('node_modules/.bin/attw', import.meta.url))
  const options = ['--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm']
  const { status, stdout, stderr } = spawnSync(attw, [path, ...options, '--no-emoji'], {
    encoding: 'utf8',
  })
  return status === 0 ? [] : [stdout + stderr]
}
