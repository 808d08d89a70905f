import nock from 'nock'
import { tokenResponse } from './application.ts'

/** A token endpoint that accepts everything; gives the forms it was sent, so far and from now on. */
export function countedTokenEndpoint(): URLSearchParams[] {
  const forms: URLSearchParams[] = []
  nock('https://api.mercadopago.com')
    .persist()
    .post('/oauth/token')
    .optionally()
    .reply(200, (_uri, body) => {
      forms.push(new URLSearchParams(String(body)))
      return tokenResponse
    })
  return forms
}

/** The state in an authorization URL. */
export function stateOf(authorizationUrl: string): string {
  const state = new URL(authorizationUrl).searchParams.get('state')
  if (state === null) throw new Error('the authorization URL has no state')
  return state
}

/** The query of the callback that follows a consent, changed by `fields`. */
export function callback(authorizationUrl: string, fields: Record<string, string> = {}): string {
  const query = { code: 'TG-1', state: stateOf(authorizationUrl), ...fields }
  return new URLSearchParams(query).toString()
}
