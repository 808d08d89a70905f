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
