import { existsSync, readdirSync } from 'node:fs'

/** Every test file that there is, as `core/pkce`. What was compiled of one that was deleted is none. */
export function testFiles(): string[] {
  return readdirSync('.cache/test', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.js'))
    .map((path) => path.slice(0, -'.test.js'.length))
    .filter((file) => existsSync(`test/${file}.test.ts`))
    .sort()
}

/**
 * The files that are meant by the names of folders and files under `test/`: `core`, `sandbox/pages`, `pages`,
 * `pkce`, `core/pkce`, `test/core/pkce.test.ts`. A folder of `test` goes
 * before files of its name elsewhere. Without a name, all of them.
 *
 * @throws Error for a name that means none.
 */
export function filesOf(parts: readonly string[], files: readonly string[]): string[] {
  const chosen = new Set(parts.flatMap((part) => filesOfPart(part, files)))
  return files.filter((file) => parts.length === 0 || chosen.has(file))
}

function filesOfPart(part: string, files: readonly string[]): string[] {
  const name = part.replace(/^(\.\/)?test\//, '').replace(/(\.test\.ts|\/)$/, '')
  const inFolder = files.filter((file) => `${file}/`.startsWith(`${name}/`))
  if (inFolder.length > 0) return inFolder
  const found = files.filter((file) => `/${file}/`.includes(`/${name}/`))
  if (found.length === 0) throw new Error(`No folder and no file of tests is called "${part}".`)
  return found
}
