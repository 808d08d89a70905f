import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** An import or re-export of a source file; imports of types count. */
export interface ImportLine {
  file: string
  specifier: string
}

/** Returns every import below a folder. */
export function importsOf(folder: string): ImportLine[] {
  return sourcesOf(folder).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^(?! \*).*\bfrom '([^']+)'|^import '([^']+)'/gm)].map(
      (match) => ({ file, specifier: match[1] ?? match[2] ?? '' }),
    ),
  )
}

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(folder, name))
}
