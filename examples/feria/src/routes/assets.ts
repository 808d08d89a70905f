import { readFileSync } from 'node:fs'
import { fileReply } from './replies.ts'
import type { Route } from './route.ts'

/** Pico, and what our pages add to it. */
const stylesheet =
  readFileSync(new URL(import.meta.resolve('@picocss/pico/css/pico.jade.min.css')), 'utf8') +
  ownFile('feria.css')

/** Keeps an open page up to date; without it the page is the same. */
const script = ownFile('feria.js')

function ownFile(name: string): string {
  return readFileSync(new URL(`../../assets/${name}`, import.meta.url), 'utf8')
}

/** What pages load, all of it from the app itself. */
export const assetRoutes: readonly Route[] = [
  {
    method: 'get',
    path: '/feria.css',
    respond: async () => fileReply('text/css', stylesheet),
  },
  {
    method: 'get',
    path: '/feria.js',
    respond: async () => fileReply('text/javascript', script),
  },
]
