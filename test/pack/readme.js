import { readFileSync } from 'node:fs'

/**
 * What a README has its reader do, in order: each step installs packages, those of the steps before included,
 * and has the code blocks up to the next install line. Packages of types are named apart.
 */
export function stepsOf(path) {
  // What comes before the first install line has nothing to import.
  const steps = [{ names: [], blocks: [] }]
  for (const { language, code } of blocksOf(readFileSync(path, 'utf8'))) {
    const names = installedBy(code)
    if (names.length > 0) {
      steps.push({ names: [...new Set([...steps.at(-1).names, ...names])], blocks: [] })
    }
    if (isProgram(language) && code.includes(" from '"))
      steps.at(-1).blocks.push({ language, code })
  }
  return steps
    .filter(({ blocks }) => blocks.length > 0)
    .map(({ names, blocks }) => ({
      packages: names.filter((name) => !isOfTypes(name)),
      types: names.filter(isOfTypes),
      blocks,
      imported: [...new Set(blocks.flatMap(({ code }) => importedBy(code)))],
    }))
}

function blocksOf(text) {
  const blocks = text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)
  return [...blocks].map(([, language, code]) => ({ language, code }))
}

/** Not the parts of several files, in `typescript`: `pnpm frameworks` puts them together. */
function isProgram(language) {
  return language === 'ts' || language === 'js'
}

/** The names in lines such as `npm install --save-dev koa # …`; in a program the line is a comment. */
function installedBy(code) {
  const lines = code.matchAll(/^(?:\/\/ )?npm install ([^#\n]+)/gm)
  return [...lines].flatMap(([, line]) =>
    line
      .trim()
      .split(/\s+/)
      .filter((word) => !word.startsWith('-')),
  )
}

function isOfTypes(name) {
  return name.startsWith('@types/')
}

/** Modules of packages: neither Node's nor files. */
function importedBy(code) {
  const specifiers = code.matchAll(/^(?:import|\}).* from '([^'.]+)'$/gm)
  return [...specifiers].map(([, name]) => name).filter((name) => !name.startsWith('node:'))
}
