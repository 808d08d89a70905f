import { structuredPatch } from 'diff'

/** A file as it is and as it will be. */
export interface PlannedFile {
  /** Inside the project folder, with `/` between its parts. */
  readonly path: string
  /** `undefined`: there is none yet. */
  readonly before: string | undefined
  readonly after: string
  /** Who may read it, as octal digits. Default: that of the file, or what the system gives to a new one. */
  readonly mode?: number
  /** The preview before it is written: the lines of a diff, or the whole of a new file. */
  readonly shown: readonly string[]
}

/** A file without secrets: it is shown whole when it is new, else what changes in it. */
export function sourceFile(path: string, before: string | undefined, after: string): PlannedFile {
  return {
    path,
    before,
    after,
    shown: before === undefined ? linesOf(after) : diffOf(before, after),
  }
}

function diffOf(before: string, after: string): string[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 3 })
  return hunks.flatMap(({ oldStart, newStart, lines }) => [
    `@@ -${oldStart} +${newStart} @@`,
    ...lines,
  ])
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}
