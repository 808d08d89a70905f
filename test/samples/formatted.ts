import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './page.ts'

/** A line of code counts as one only where it is laid out as everywhere. Needs the tools of `check`. */
export function assertFormatted(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    const { stdout, stderr, error } = spawnSync(
      join(root, 'check/node_modules/.bin/biome'),
      ['format', `--stdin-file-path=${file}`],
      { cwd: root, input: text, encoding: 'utf8' },
    )
    if (error !== undefined) {
      throw new Error('the formatter is not installed: npx -y pnpm@12 format', { cause: error })
    }
    if (stdout !== text) throw new Error(`${file} is not formatted:\n${text}\n${stderr}\n${stdout}`)
  }
}
