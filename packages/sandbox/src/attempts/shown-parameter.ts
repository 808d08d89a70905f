import { withoutQuery } from '../query.ts'

/** A parameter as the control room shows it. */
export interface ShownParameter {
  /** Such as `code_challenge`. */
  readonly name: string
  /** Whole, or the first and the last characters with `…` between them, or only dots. */
  readonly value: string
  /** Whether the value is more than what is shown. */
  readonly isShortened: boolean
}

/** Registered values, which are therefore not secret. */
export interface Registered {
  isClientId(value: string): boolean
  isRedirectUri(value: string): boolean
  isSeller(value: string): boolean
}

type IsOpen = (
  value: string,
  registered: Registered,
  fields: ReadonlyMap<string, string>,
) => boolean

// Anybody can send anything in any field: a value is shown whole where it is one that is known.
const openValues: Readonly<Record<string, IsOpen>> = {
  client_id: (value, { isClientId }) => isClientId(value),
  redirect_uri: (value, { isRedirectUri }) => isRedirectUri(value),
  seller: (value, { isSeller }) => isSeller(value),
  response_type: oneOf('code'),
  platform_id: oneOf('mp'),
  decision: oneOf('allow', 'deny'),
  grant_type: oneOf('authorization_code', 'refresh_token', 'client_credentials'),
  test_token: oneOf('true', 'false'),
  code_challenge_method: oneOf('S256', 'plain', 'Plain'),
  scope: (value) => value.split(' ').every(oneOf('offline_access', 'read', 'write')),
  // With `plain` the challenge is the verifier.
  code_challenge: (value, _registered, fields) =>
    fields.get('code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(value),
}
const secrets = ['consent', 'state', 'code', 'code_verifier', 'refresh_token']
const secretMembers = ['code', 'state', 'access_token', 'refresh_token', 'public_key']
const openMembers = [
  'error',
  'message',
  'errorKey',
  'error_description',
  'token_type',
  'expires_in',
  'scope',
  'user_id',
  'live_mode',
  'id',
  'nickname',
]

/** The parameters of a request that have a meaning here; of others not even the names. */
export function showSent(
  fields: ReadonlyMap<string, string>,
  registered: Registered,
): readonly ShownParameter[] {
  return [...fields].flatMap(([name, value]): ShownParameter[] => {
    if (name === 'client_secret') return [{ name, value: dots, isShortened: true }]
    if (secrets.includes(name)) return [shortened(name, value)]
    const isOpen = Object.hasOwn(openValues, name) ? openValues[name] : undefined
    if (!isOpen) return []
    if (isOpen(value, registered, fields)) return [{ name, value, isShortened: false }]
    const path = name === 'redirect_uri' ? withoutQuery(value) : ''
    if (path !== '') return [{ name, value: path, isShortened: path !== value }]
    return [shortened(name, value)]
  })
}

/** The server's response, as far as it is shown. */
export function showReturned(fields: ReadonlyMap<string, string>): readonly ShownParameter[] {
  return [...fields].flatMap(([name, value]): ShownParameter[] => {
    if (secretMembers.includes(name)) return [shortened(name, value)]
    return openMembers.includes(name) ? [{ name, value, isShortened: false }] : []
  })
}

const dots = '••••••••'
// A shorter secret would lose too much of itself.
const shortestToShow = 24

/** The first and the last characters: enough to know a value again, too few to use it. */
export function shorten(value: string): string {
  return value.length < shortestToShow ? dots : `${value.slice(0, 6)}…${value.slice(-4)}`
}

function shortened(name: string, value: string): ShownParameter {
  return { name, value: shorten(value), isShortened: true }
}

function oneOf(...values: string[]): (value: string) => boolean {
  return (value) => values.includes(value)
}
