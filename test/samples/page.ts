import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The root of the workspace, from the folder of compiled tests: `pnpm frameworks` runs elsewhere. */
export const root: string = join(import.meta.dirname, '../../..')

/** A code block of a page. */
export interface Block {
  language: string
  code: string
}

/** The code blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)
  return [...blocks].map(([, language = '', code = '']) => ({ language, code }))
}

/** The code of the first program on a page, which comes after the install lines. */
export function firstProgram(page: string): string {
  const program = blocksOf(page).find(({ language }) => language === 'ts' || language === 'js')
  if (program === undefined) throw new Error(`${page} has no program`)
  return program.code
}

/** What a reader changes: each text, wherever it is. A text that the page no longer has is an error. */
export function edited(code: string, edits: Record<string, string>): string {
  return Object.entries(edits).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the sample does not say: ${from}`)
    return text.replaceAll(from, to)
  }, code)
}

/**
 * Writes programs to a new folder inside the workspace, where they find its packages, and compiles those in
 * TypeScript under a user's strict settings. Returns the folder.
 */
export function writePrograms(name: string, programs: Record<string, string>): string {
  const folder = resolve('.cache/samples', name.replace(/\W+/g, '-'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [file, code] of Object.entries(programs)) writeFileSync(join(folder, file), code)
  if (Object.keys(programs).some((file) => file.endsWith('.ts'))) compile(folder)
  return folder
}

function compile(folder: string): void {
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'ES2023',
    types: ['node'],
    // The declarations of the official SDK do not compile.
    skipLibCheck: true,
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  const { stdout, status } = spawnSync('node_modules/.bin/tsc', ['-p', folder], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stdout)
}
