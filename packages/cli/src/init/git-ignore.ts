import { appended } from './env-file.ts'
import { type PlannedFile, sourceFile } from './planned-file.ts'

/** The files that must not be committed, and the spellings that already ignore them. */
const ignored: readonly (readonly [line: string, pattern: RegExp])[] = [
  ['.env', /^(\*\*)?\/?(\.env\*?|\*\.env)$/],
  ['sellers.db*', /^(\*\*)?\/?(sellers\.db\*|\*\.db\*)$/],
]

/** `.gitignore` with what is missing in it. The last line that matches is the one that counts for git. */
export function gitIgnoreFile(before: string | undefined): PlannedFile {
  const lines = (before ?? '').split('\n').map((line) => line.trim())
  const missing = ignored.filter(([, pattern]) => !isIgnored(lines, pattern)).map(([line]) => line)
  return sourceFile('.gitignore', before, appended(before, missing))
}

function isIgnored(lines: readonly string[], pattern: RegExp): boolean {
  const last = lines.findLast((line) => pattern.test(line.replace(/^!/, '')))
  return last !== undefined && !last.startsWith('!')
}
