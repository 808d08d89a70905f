import type { Readable } from 'node:stream'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Reply } from './route.ts'

export function pageReply(page: VNode, status = 200, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!doctype html>${renderToString(page)}`,
  }
}

/** On to a page by GET, so that loading it again sends no form again. */
export function redirectReply(path: string): Reply {
  return { status: 303, headers: { Location: path }, body: '' }
}

export function fileReply(type: string, body: string): Reply {
  return { status: 200, headers: { 'Content-Type': `${type}; charset=utf-8` }, body }
}

/** Lasts until the browser leaves. */
export function eventsReply(events: Readable): Reply {
  return {
    status: 200,
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8' },
    body(res) {
      if (res.destroyed) events.destroy()
      events.pipe(res).once('close', () => events.destroy())
    },
  }
}
