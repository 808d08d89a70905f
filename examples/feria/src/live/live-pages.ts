import type { EventEmitter } from 'node:events'
import { PassThrough, type Readable } from 'node:stream'

/** What {@link LivePages} works with. */
export interface LivePagesParts {
  /** Emits a seller's id when this process saw something happen to it. */
  changes: EventEmitter
  /** How often to look for what others did, in milliseconds. */
  everyMs: number
  /** Browsers hold a connection each. Default 100. */
  mostWatchers?: number
}

/** Proxies end a connection on which nothing is heard for long. */
const quietMs = 15_000
/** Browsers reconnect automatically, and access to the page is checked again. */
const longestMs = 10 * 60_000
/** A browser that reads nothing is left alone. */
const mostUnreadBytes = 256 * 1024

/** Pages that are open in a browser, kept as they would be if they were loaded now. */
export class LivePages {
  readonly #changes: EventEmitter
  readonly #everyMs: number
  readonly #mostWatchers: number
  readonly #streams = new Set<PassThrough>()

  constructor({ changes, everyMs, mostWatchers = 100 }: LivePagesParts) {
    this.#changes = changes
    this.#everyMs = everyMs
    this.#mostWatchers = mostWatchers
  }

  /**
   * Server-sent events: `page` with the parts of the page each time they differ, `gone` when there is no
   * such page any more. It lasts until the stream is destroyed, as it is when the browser leaves.
   *
   * @param render - The parts as they are now; `undefined` when there are none any more.
   * @returns `undefined` when too many are watching.
   */
  watch(sellerId: string, render: () => Promise<string | undefined>): Readable | undefined {
    if (this.#streams.size >= this.#mostWatchers) return undefined
    const stream = new PassThrough()
    this.#streams.add(stream)
    const update = updater(stream, render)
    const looking = setInterval(update, this.#everyMs)
    const hearing = setInterval(() => stream.write(':\n\n'), quietMs)
    const ending = setTimeout(() => stream.end(), longestMs)
    this.#changes.on(sellerId, update)
    stream.once('close', () => {
      clearInterval(looking)
      clearInterval(hearing)
      clearTimeout(ending)
      this.#changes.off(sellerId, update)
      this.#streams.delete(stream)
    })
    update()
    return stream
  }

  /** The app ends: nobody is kept up to date any more. */
  close(): void {
    for (const stream of this.#streams) stream.end()
  }
}

/** Renders one at a time, and once more if something happened meanwhile. */
function updater(stream: PassThrough, render: () => Promise<string | undefined>): () => void {
  let last = ''
  let isBusy = false
  let isAsked = false

  async function update(): Promise<void> {
    // A store that is down for a moment: the next look tells.
    const page = await render().catch(() => last)
    if (stream.writableEnded || page === last) return
    if (page === undefined) {
      stream.end(messageOf('gone', ''))
      return
    }
    last = page
    if (stream.writableLength > mostUnreadBytes) stream.destroy()
    else stream.write(messageOf('page', page))
  }

  return function askForUpdate() {
    isAsked = true
    if (isBusy) return
    isBusy = true
    void (async () => {
      while (isAsked) {
        isAsked = false
        await update()
      }
      isBusy = false
    })()
  }
}

function messageOf(event: string, text: string): string {
  const data = text.split(/\r\n|[\r\n]/).map((line) => `data: ${line}\n`)
  return `event: ${event}\n${data.join('')}\n`
}
