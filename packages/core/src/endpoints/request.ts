/** What every endpoint needs of a request, in no framework's form. */
export interface EndpointRequest {
  /** As in the request line: `GET`. */
  readonly method: string
  /**
   * Reads a header by its name in lower case. A header that is absent is `undefined`, `null` or empty:
   * `(name) => request.headers.get(name)` does for a web `Request`, {@link nodeHeader} for Node's.
   */
  readonly header: (name: string) => string | null | undefined
}

/** Whether the browser only looks ahead: nobody has decided to come yet. */
export function isPrefetch({ header }: EndpointRequest): boolean {
  return ['sec-purpose', 'purpose', 'x-moz'].some((name) =>
    /\bprefetch\b/i.test(header(name) ?? ''),
  )
}

/** Whether a page of another site sends the browser here. Old browsers do not say. */
export function isFromOtherSite({ header }: EndpointRequest): boolean {
  return header('sec-fetch-site') === 'cross-site'
}
