import { createTransport, type Transport, type TransportOptions } from './http/transport.ts'
import { assertObject, assertString, invalidValue } from './option.ts'
import { readUserInfo, userInfoRequest } from './protocol/user-info.ts'
import { mercadoPagoProvider } from './provider/mercado-pago.ts'
import { type CheckedProvider, checkedProvider, type Provider } from './provider/provider.ts'
import type { SellerProfile } from './provider/seller-profile.ts'

/** Options of {@link userInfo}. */
export interface UserInfoOptions extends TransportOptions {
  /** Whose account is asked for. */
  accessToken: string
  /** Who issued the token. Default `mercadoPagoProvider()`. */
  provider?: Provider | undefined
}

/**
 * Asks for the account that an access token belongs to, without an application. See `Client.userInfo()`.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 * @throws ReauthorizationRequiredError `reauthorization_required`: the token is not accepted.
 * @throws TokenResponseError `token_response_invalid`
 * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
 */
export async function userInfo(options: UserInfoOptions): Promise<SellerProfile> {
  assertObject(options, 'options')
  const { accessToken, provider = mercadoPagoProvider() } = options
  return await profileOf(createTransport(options), checkedProvider(provider), accessToken)
}

/** Sends the profile request, and judges its response. */
export async function profileOf(
  transport: Transport,
  provider: CheckedProvider,
  accessToken: string,
): Promise<SellerProfile> {
  assertString(accessToken, 'accessToken')
  const { userInfoEndpoint } = provider
  if (userInfoEndpoint === undefined) {
    throw invalidValue('provider.userInfoEndpoint', 'must be set to read a profile')
  }
  return readUserInfo(await transport(userInfoRequest(userInfoEndpoint, accessToken)), provider)
}
