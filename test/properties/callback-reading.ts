import { queryPairs } from './query-pairs.ts'

/** What a callback's query says, by the words of the catalogue and an independent parser. */
export type CallbackReading =
  | 'malformed'
  | { state: string; iss: string | undefined; code: string; error: string }

const known = ['code', 'state', 'error', 'iss', 'error_description', 'error_uri']
const foreign = ['response', 'id_token', 'token']

/** Reads a raw query as the flow should; what is not refused has exactly one of `code` and `error`. */
export function readCallback(query: string): CallbackReading {
  if (query.length > 8192 || query.split('&').length > 64) return 'malformed'
  const pairs = queryPairs(query)
  const named = pairs.filter(([name]) => known.includes(name.split('[')[0] ?? ''))
  if (named.some(([name]) => !known.includes(name))) return 'malformed'
  if (new Set(named.map(([name]) => name)).size < named.length) return 'malformed'
  if (named.some(([, value]) => hasControl(value))) return 'malformed'
  if (pairs.some(([name]) => foreign.includes(name))) return 'malformed'
  const values = new Map(named)
  const { code, error, state = '', iss } = Object.fromEntries(values)
  if ((code === undefined) === (error === undefined)) return 'malformed'
  if (!isVisible(code ?? error ?? '', code === undefined ? 64 : 512)) return 'malformed'
  if (state !== '' && !isVisible(state, 512)) return 'malformed'
  return { state, iss, code: code ?? '', error: error ?? '' }
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\x7f')
}

function isVisible(text: string, maxLength: number): boolean {
  const isAscii = [...text].every((character) => character > ' ' && character < '\x7f')
  return text.length > 0 && text.length <= maxLength && isAscii
}
