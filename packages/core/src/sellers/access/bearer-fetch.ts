/** Sends a request with a seller's token in the header. A redirect is not followed: it would take the token along. */
export function bearerFetch(url: URL, init: RequestInit, accessToken: string): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${accessToken}`)
  return fetch(url, { ...init, headers, redirect: 'manual' })
}

/** Whether the same body can be sent again: a stream is gone once it was read. */
export function isRepeatable({ body }: RequestInit): boolean {
  return !(body instanceof ReadableStream)
}
