import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const page = new URL('../../docs/performance.md', import.meta.url)
const images = new URL('../../docs/images/', import.meta.url)

/** Puts a text between the two marks of this name; the rest of the page is written by hand. */
export function writeSection(name, text) {
  const [begin, end] = [
    `<!-- Made by \`pnpm bench ${name} --write\`. -->`,
    `<!-- End of ${name}. -->`,
  ]
  const written = readFileSync(page, 'utf8')
  const [from, to] = [written.indexOf(begin), written.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/performance.md has lost the line: ${begin}`)
  const before = written.slice(0, from + begin.length)
  writeFileSync(page, `${before}\n\n${text}\n\n${written.slice(to)}`)
}

export function writeImage(name, text) {
  mkdirSync(images, { recursive: true })
  writeFileSync(new URL(name, images), text)
}
