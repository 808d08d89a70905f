/** What kind of value something is, judged by its shape. Never the value itself. */
export type TokenShape = 'an access token' | 'a public key' | 'a code or refresh token'

/** Which of Mercado Pago's other values this one is, if it looks like one. */
export function tokenShape(value: string): TokenShape | undefined {
  const text = value.trim()
  if (/^(APP_USR|TEST)-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return 'a public key'
  if (/^(APP_USR|TEST)-/i.test(text)) return 'an access token'
  if (/^TG-[\da-f]{20,}/i.test(text)) return 'a code or refresh token'
  return undefined
}
