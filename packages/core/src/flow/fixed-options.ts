import { invalidValue } from '../option.ts'

/**
 * What other libraries let one switch off. Refused rather than ignored, so that nobody believes it is off.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE`
 */
export function assertFixedOptions(options: object): void {
  const { pkce = true, state = true, sameSite = 'lax' } = options as Record<string, unknown>
  if (pkce !== true && pkce !== 'S256') {
    throw invalidValue('"pkce" is always on, with S256: leave the option out')
  }
  if (state !== true) throw invalidValue('"state" is always on and made here: leave the option out')
  if (sameSite !== 'lax') {
    throw invalidValue(
      '"sameSite" is always lax: strict would keep the cookie from the way back, and none is not needed',
    )
  }
}
