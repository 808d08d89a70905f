import type { HttpRequest } from './transport.ts'

const maxCharacters = 256
/** More than is kept, so that a secret at the cut is still recognised. */
const maxSearched = 1024
/** So many characters in a row of a secret give it away; fewer are in any text by chance. */
const tellingLength = 8
/** Fields of our forms that are public. All others count as secrets, those an app adds included. */
const publicFields = [
  'client_id',
  'grant_type',
  'redirect_uri',
  'scope',
  'test_token',
  'token_type_hint',
]
/** Control, bidirectional, zero-width, unassigned and other characters that cannot be seen. */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
/** As long as a token, a code or a key. */
const longWord = /[\w~+=-]{20,}/g

/**
 * A provider's own text, fit for a log: printable, at most 256 characters. `undefined` where there is none,
 * and where it repeats a part of a secret. Long words with a digit are hidden: we do not know every secret.
 */
export function upstreamDescription(text: unknown, secrets: readonly string[]): string | undefined {
  if (typeof text !== 'string') return undefined
  const printable = text.replace(/\s+/g, ' ').replace(invisible, '').trim()
  const searched = Array.from(printable.slice(0, 2 * maxSearched)).slice(0, maxSearched)
  if (searched.length === 0 || repeats(searched.join(''), secrets)) return undefined
  const shown = searched.join('').replace(longWord, hiddenIfOpaque)
  return Array.from(shown).slice(0, maxCharacters).join('')
}

function hiddenIfOpaque(word: string): string {
  return /\d/.test(word) ? '[hidden]' : word
}

function repeats(text: string, secrets: readonly string[]): boolean {
  const forms = [text, formDecoded(text)].map((form) => form.toLowerCase())
  return secrets.some((secret) => {
    const parts = tellingParts(secret.toLowerCase())
    return parts.some((part) => forms.some((form) => form.includes(part)))
  })
}

function tellingParts(secret: string): string[] {
  if (secret.length <= tellingLength) return secret === '' ? [] : [secret]
  const count = Math.min(secret.length, maxSearched) - tellingLength + 1
  return Array.from({ length: count }, (_, at) => secret.slice(at, at + tellingLength))
}

/** The secrets that a request carries, in its form and in its header. */
export function secretsOf({ headers, body }: HttpRequest): string[] {
  const fields = [...new URLSearchParams(body)].filter(([name]) => !publicFields.includes(name))
  const [scheme, credentials = ''] = headers.authorization?.split(' ') ?? []
  const secrets = [...fields.map(([, value]) => value), credentials]
  return scheme === 'Basic' ? [...secrets, passwordOf(credentials)] : secrets
}

function passwordOf(credentials: string): string {
  const pair = Buffer.from(credentials, 'base64').toString()
  return formDecoded(pair.slice(pair.indexOf(':') + 1))
}

function formDecoded(text: string): string {
  return new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? ''
}
