import type { Browser } from '../helpers/browser.ts'

/** The server-sent events of a seller's page, as a program reads them. */
export interface EventStream {
  readonly status: number
  readonly headers: Headers
  /** The next message, whole. */
  next(): Promise<string>
  /** The first message with that in it. */
  until(text: string): Promise<string>
  leave(): Promise<void>
}

/** @param visitor - Signed in; the page's language is theirs. */
export async function eventsOf(
  appUrl: string,
  visitor: Browser,
  seller: number,
): Promise<EventStream> {
  const response = await fetch(`${appUrl}/sellers/${seller}/events`, {
    headers: { cookie: visitor.cookieHeader },
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let read = ''

  async function next(): Promise<string> {
    for (;;) {
      const end = read.indexOf('\n\n')
      if (end >= 0) {
        const message = read.slice(0, end)
        read = read.slice(end + 2)
        return message
      }
      const chunk = await reader?.read()
      if (chunk?.value === undefined) throw new Error('the stream ended')
      read += chunk.value
    }
  }
  return {
    status: response.status,
    headers: response.headers,
    next,
    async until(text) {
      for (;;) {
        const message = await next()
        if (message.includes(text)) return message
      }
    },
    leave: async () => reader?.cancel(),
  }
}
