import { assertOptionalObject, baseUrl, isPrivateHost } from '../option.ts'
import { parsedUrl } from '../parsed-url.ts'
import { mercadoPagoProvider } from './mercado-pago.ts'
import type { Provider } from './provider.ts'

/** Options of {@link sandboxProvider}. */
export interface SandboxProviderOptions {
  /**
   * The sandbox's address for your server, where the browser uses another: `http://sandbox:4400` in a network
   * of containers. Default: `url`.
   */
  serverUrl?: string
}

/**
 * A running sandbox in place of Mercado Pago. Start one with `npx mercadopago-oauth-sandbox`.
 *
 * @param url - The sandbox's address for the browser, such as `http://localhost:4400`. Plain http works on this
 *   machine, on single names such as `sandbox`, and below `.test`, `.local`, `.internal` and `.alt`.
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `url` or `serverUrl`.
 */
export function sandboxProvider(url: string, options: SandboxProviderOptions = {}): Provider {
  assertOptionalObject(options, 'options')
  const { serverUrl = url } = options
  const developmentHosts = [...new Set([url, serverUrl].flatMap(privateHostOf))]
  const page = baseUrl(url, 'url', developmentHosts)
  const server = baseUrl(serverUrl, 'serverUrl', developmentHosts)
  return {
    ...mercadoPagoProvider(),
    authorizationEndpoint: `${page}/authorization`,
    tokenEndpoint: `${server}/oauth/token`,
    userInfoEndpoint: `${server}/users/me`,
    developmentHosts,
  }
}

function privateHostOf(url: string): string[] {
  const host = parsedUrl(url)?.hostname ?? ''
  return isPrivateHost(host) ? [host] : []
}
