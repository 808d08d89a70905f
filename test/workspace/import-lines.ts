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
    specifiersOf(file).map((specifier) => ({ file, specifier })),
  )
}

/** Returns what a source file imports. */
export function specifiersOf(file: string): string[] {
  const lines = readFileSync(file, 'utf8').matchAll(
    /^(?! \*).*\bfrom '([^']+)'|^import '([^']+)'/gm,
  )
  return [...lines].map(([, from, alone]) => from ?? alone ?? '')
}

/** Returns every source file below a folder. */
export function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(folder, name))
}
