import { bodyBytes, type EndpointRequest } from 'mercadopago-oauth/adapter'

export function endpointRequest({ method, headers }: Request): EndpointRequest {
  return { method, header: (name) => headers.get(name) }
}

/** The query as it arrived: an empty one, too, and without the fragment that a client may have sent. */
export function queryOf({ url }: Request): string {
  const [target = ''] = url.split('#', 1)
  const mark = target.indexOf('?')
  return mark < 0 ? '' : target.slice(mark + 1)
}

/** The path, with or without a last slash. */
export function isAt(path: string, { url }: Request): boolean {
  const plain = (one: string) => one.replace(/\/$/, '')
  return plain(new URL(url).pathname) === plain(path)
}

/** The rest of a body that is too long is the server's to let pass. */
export function bodyOf({ body }: Request): Promise<Uint8Array> {
  return bodyBytes(body?.values({ preventCancel: true }) ?? [])
}
