import { secureUrl } from '../option.ts'

/**
 * Checks the redirect URI and gives it back byte for byte: the provider compares it as text, at the
 * consent page and again at the token endpoint.
 *
 * @throws TypeError when it is relative, not https (loopback aside), or carries a fragment or a user.
 * @see RFC 6749, section 3.1.2; RFC 8252, section 7.3
 */
export function checkedRedirectUri(value: unknown): string {
  secureUrl(value, 'redirectUri')
  return value as string
}
