import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './links.js'

/** The sidebar: the sections of `llms.txt`, which lists every page, and the API reference. */
export function contents() {
  const [, ...sections] = readFileSync(join(root, 'llms.txt'), 'utf8').split(/^## /m)
  return [...sections.map(sectionOf), { text: 'API reference', link: '/docs/api/' }]
}

function sectionOf(section) {
  const [text] = section.split('\n')
  const links = section.matchAll(/^- \[([^\]]+)\]\(([^)]+)\)/gm)
  return {
    text,
    items: [...links].map(([, name, path]) => ({ text: name, link: addressOf(path) })),
  }
}

function addressOf(path) {
  return `/${path.replace(/README\.md$/, '').replace(/\.md$/, '')}`
}
