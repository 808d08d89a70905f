/** A key and its certificate, in PEM. */
export interface Tls {
  key: string
  cert: string
}
