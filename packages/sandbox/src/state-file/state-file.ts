import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Middleware } from 'koa'
import type { Feed, SandboxEvent } from '../feed/feed.ts'
import type { SavedState } from './saved-state.ts'
import { readSavedState } from './saved-state-reader.ts'

const savedEvents = new Set<SandboxEvent['type']>([
  'clock',
  'switch',
  'connected',
  'disconnected',
  'application',
  'preference',
  'order',
])

/**
 * Reads the file that an earlier sandbox wrote.
 *
 * @returns undefined when there is none yet.
 * @throws Error with code `ERR_STATE_FILE` when it cannot be read or understood. It is left as it is.
 */
export async function readStateFile(path: string): Promise<SavedState | undefined> {
  try {
    return readSavedState(await readFile(path, 'utf8'))
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw stateFileError(
      `the state file ${path} cannot be read: ${reasonOf(cause)}. Mend it, or move it away to start anew`,
      cause,
    )
  }
}

/**
 * The file that holds what must survive. It is written as a whole and then put in place, so that there
 * is always one that can be read, and only its owner can.
 *
 * One write at a time: what changes meanwhile, by however many requests, is all in the next one. So a
 * request waits for at most two. No write waits for the disk itself: the end of the process loses
 * nothing, a power cut might.
 */
export class StateFile {
  readonly #path: string
  readonly #take: () => SavedState
  #text = ''
  #asked = 0
  #saved = 0
  #writing: Promise<void> | undefined

  constructor(path: string, take: () => SavedState) {
    this.#path = path
    this.#take = take
  }

  /**
   * Resolves when the file has everything that is so now.
   *
   * @throws Error with code `ERR_STATE_FILE` when it cannot be written; the next call tries again.
   */
  async save(): Promise<void> {
    this.#asked += 1
    const wanted = this.#asked
    while (this.#saved < wanted) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined
      })
      await this.#writing
    }
  }

  async #write(): Promise<void> {
    // So that what changes in the same breath is one write.
    await null
    const upTo = this.#asked
    const text = `${JSON.stringify(this.#take())}\n`
    if (text !== this.#text) await this.#put(text)
    this.#text = text
    this.#saved = upTo
  }

  async #put(text: string): Promise<void> {
    const draft = `${this.#path}.tmp`
    try {
      // One that was left behind may be a link to elsewhere, or readable by others.
      await rm(draft, { force: true })
      await writeFile(draft, text, { flag: 'wx', mode: 0o600 })
      await rename(draft, this.#path)
    } catch (cause) {
      const why = codeOf(cause) ?? 'unknown error'
      throw stateFileError(`the state file ${this.#path} cannot be written: ${why}`, cause)
    }
  }
}

/**
 * Middleware that saves the changes of a request to the file before the response is sent, so every issued token is
 * in the file. Other changes, such as those of the clock, are saved at once.
 */
export function saveChanges(file: StateFile, feed: Feed): Middleware {
  feed.listen(({ type }) => {
    // What cannot be written now is tried again, and said, with the next request and at the end.
    if (savedEvents.has(type)) file.save().catch(() => {})
  })
  return async function changesSaved(ctx, next) {
    await next()
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') await file.save()
  }
}

function stateFileError(message: string, cause: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code: 'ERR_STATE_FILE' })
}

// Not the message of a syntax error, which quotes the file: there are secrets in it.
function reasonOf(cause: unknown): string {
  if (cause instanceof SyntaxError) return 'it is not JSON'
  const code = codeOf(cause)
  if (code === 'ERR_INVALID_ARG_VALUE') return (cause as Error).message
  return code ?? 'unknown error'
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
}
