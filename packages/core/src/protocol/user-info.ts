import { ReauthorizationRequiredError, TokenResponseError } from '../errors.ts'
import { assertAvailable, jsonObject, upstreamDetail } from '../http/response.ts'
import type { HttpRequest, HttpResponse } from '../http/transport.ts'
import type { CheckedProvider } from '../provider/provider.ts'
import type { SellerProfile } from '../provider/seller-profile.ts'

/** The profile request. The token travels in the header, never in the URL (RFC 6750, section 2.1). */
export function userInfoRequest(url: string, accessToken: string): HttpRequest {
  return { method: 'GET', url, headers: { authorization: `Bearer ${accessToken}` } }
}

/** Judges the response to a profile request. */
export function readUserInfo(http: HttpResponse, provider: CheckedProvider): SellerProfile {
  assertAvailable(http)
  if (http.status === 401) {
    throw new ReauthorizationRequiredError('revoked', upstreamDetail(http))
  }
  const json = http.status === 200 ? jsonObject(http) : undefined
  const fields = json && provider.profile?.(json)
  if (json === undefined || fields === undefined) {
    throw new TokenResponseError(upstreamDetail(http))
  }
  return { ...fields, json, raw: http.body }
}
