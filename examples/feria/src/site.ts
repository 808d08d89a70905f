/** What every page knows. */
export interface Site {
  /** Where a seller begins. */
  connectUrl: string
  /** Set when the sandbox stands in for Mercado Pago. */
  sandboxUrl: string | undefined
}
