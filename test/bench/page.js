import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const page = new URL('../../docs/performance.md', import.meta.url)
const images = new URL('../../docs/images/', import.meta.url)

/** What is between the two marks of this name; the rest of the page is written by hand. */
export function sectionOf(name) {
  const { written, from, to } = marked(name)
  return written.slice(from, to)
}

/** Puts a text between the two marks of this name. */
export function writeSection(name, text) {
  const { written, from, to } = marked(name)
  writeFileSync(page, `${written.slice(0, from)}\n\n${text}\n\n${written.slice(to)}`)
}

function marked(name) {
  const begin = `<!-- Made by \`pnpm bench ${name} --write\`. -->`
  const written = readFileSync(page, 'utf8')
  const [at, to] = [written.indexOf(begin), written.indexOf(`<!-- End of ${name}. -->`)]
  if (at < 0 || to < at) throw new Error(`docs/performance.md has lost the line: ${begin}`)
  return { written, from: at + begin.length, to }
}

export function writeImage(name, text) {
  mkdirSync(images, { recursive: true })
  writeFileSync(new URL(name, images), text)
}
