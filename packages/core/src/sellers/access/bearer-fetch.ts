import { secureUrl } from '../../option.ts'

/** Sends a request with a seller's token: to https only, in the header, and without following a redirect. */
export function bearerFetch(
  input: string | URL,
  init: RequestInit,
  accessToken: string,
): Promise<Response> {
  const url = secureUrl(String(input), 'url')
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${accessToken}`)
  return fetch(url, { redirect: 'manual', ...init, headers })
}

/** Whether the same body can be sent again: a stream is gone once it was read. */
export function isRepeatable({ body }: RequestInit): boolean {
  return !(body instanceof ReadableStream)
}
