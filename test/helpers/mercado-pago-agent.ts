import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici'

const api = 'https://api.mercadopago.com'

/**
 * Leads this process's own `fetch` from Mercado Pago's API to a sandbox, for a client that knows one host. The
 * client and what it sends stay as they are. A request to any other host fails.
 *
 * @returns a function that ends it.
 */
export function leadMercadoPagoTo(sandboxUrl: string): () => Promise<void> {
  const agent = new Agent()
  const before = getGlobalDispatcher()
  setGlobalDispatcher(
    agent.compose((dispatch) => (options, handler) => {
      if (options.origin !== api) throw new Error(`a request to ${options.origin}`)
      return dispatch({ ...options, origin: sandboxUrl }, handler)
    }),
  )
  return async () => {
    setGlobalDispatcher(before)
    await agent.close()
  }
}
