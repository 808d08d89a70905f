import { CallbackInputError, StateError } from '../errors.ts'
import { upstreamDescription } from '../http/upstream-description.ts'
import { invalidType } from '../option.ts'

/** A well-formed authorization response; nothing in it is proven yet. */
export type AuthorizationResponse = {
  state: string
  iss: string | undefined
} & (
  | { code: string; error?: never; description?: never }
  | { code?: never; error: string; description: string | undefined }
)

const maxQueryLength = 8192
/** Parsing as many as fit would take longer than a whole link. */
const maxParameters = 64
const readParameters = ['code', 'state', 'error', 'iss', 'error_description', 'error_uri']
/** Parameters of response types that we never request: JARM, hybrid, implicit. */
const foreignParameters = ['response', 'id_token', 'token']

/**
 * Reads the query string of a callback. Each parameter is a single, clean string within its limit, or
 * the whole response is refused; parameters nobody knows are ignored.
 *
 * @throws CallbackInputError `callback_malformed`
 * @throws StateError `state_missing`
 * @see RFC 6749, sections 3.1, 4.1.2 and 4.1.2.1; RFC 9207, section 2
 */
export function readAuthorizationResponse(query: string): AuthorizationResponse {
  if (typeof query !== 'string')
    throw invalidType('query', 'must be the query string as it arrived')
  if (query.length > maxQueryLength) throw malformed()
  if (query.split('&', maxParameters + 1).length > maxParameters) throw malformed()
  const params = new URLSearchParams(query)
  assertSingle(params)
  if (foreignParameters.some((name) => params.has(name))) throw malformed()
  const code = params.get('code') ?? ''
  const error = params.get('error') ?? ''
  const state = params.get('state') ?? ''
  const iss = params.get('iss') ?? undefined
  if ((code === '') === (error === '')) throw malformed()
  if (params.has('code') && params.has('error')) throw malformed()
  if (code.length > 512 || error.length > 64 || state.length > 512) throw malformed()
  if (!isVisible(code) || !isVisible(error) || !isVisible(state)) throw malformed()
  if (state === '') throw new StateError('state_missing')
  if (code !== '') return { state, iss, code }
  const description = upstreamDescription(params.get('error_description'), [state])
  return { state, iss, error, description }
}

/** Refuses `code` twice, and the spellings that other parsers read as a list: `code[]`, `code[a]`. */
function assertSingle(params: URLSearchParams): void {
  for (const [name, value] of params) {
    const plain = name.split('[', 1)[0] ?? ''
    if (!readParameters.includes(plain)) continue
    if (name !== plain || params.getAll(name).length > 1 || hasControl(value)) throw malformed()
  }
}

function hasControl(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose.
  return /[\x00-\x1f\x7f]/.test(value)
}

function isVisible(value: string): boolean {
  return /^[\x21-\x7e]*$/.test(value)
}

function malformed(): CallbackInputError {
  return new CallbackInputError('callback_malformed')
}
