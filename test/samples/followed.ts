/** A part of a README's program, and the file of the reader's app to which it belongs. */
export interface Part {
  file: string
  code: string
}

/** An app whose reader has followed a README. */
export interface Followed {
  /** Every file by its path. */
  files: Record<string, string>
  /** How many lines of code the reader has added. */
  added: number
}

const longestLine = 100
/** Where the lines of a README go in a file that exists. */
const place = /^( *)\/\/ The lines of the README come here\.\n/m

/**
 * Adds the parts of a README to the app that its reader has. A part of a file that exists may repeat lines of it, to
 * say where the others go: they are not added again. Imports go to the top.
 *
 * @throws Error when a line is too long.
 */
export function followed(base: Readonly<Record<string, string>>, parts: readonly Part[]): Followed {
  const files = { ...base }
  let added = 0
  for (const { file, code } of parts) {
    const before = files[file]
    const lines = code.split('\n').filter((line) => !isKnown(line, before))
    added += lines.filter(isCode).length
    files[file] = before === undefined ? code : merged(file, before, lines)
    assertShort(file, files[file])
  }
  return { files, added }
}

function isCode(line: string): boolean {
  return !/^\s*($|\/\/)/.test(line)
}

/** Whether the file has the line. One that only closes a bracket belongs to the lines before it. */
function isKnown(line: string, before: string | undefined): boolean {
  return before !== undefined && /\w/.test(line) && before.split('\n').includes(line)
}

function merged(file: string, before: string, lines: readonly string[]): string {
  const [marker = '', indent = ''] = place.exec(before) ?? []
  if (marker === '') throw new Error(`${file} does not say where the lines of a README go`)
  const isImport = (line: string) => line.startsWith('import ')
  const imports = lines.filter(isImport).map((line) => `${line}\n`)
  const rest = lines
    .filter((line) => !isImport(line))
    .join('\n')
    .trim()
  return imports.join('') + before.replace(marker, () => `${rest.replace(/^(?=.)/gm, indent)}\n`)
}

function assertShort(file: string, text: string): void {
  const long = text.split('\n').filter((line) => line.length > longestLine)
  if (long.length > 0) throw new Error(`${file} has lines that are too long: ${long.join('\n')}`)
}
