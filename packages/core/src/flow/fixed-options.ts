import { invalidValue } from '../option.ts'

/**
 * Options that switch protections off in other libraries. They are refused rather than ignored, so that nobody
 * believes the protection is off.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE`
 */
export function assertFixedOptions(options: object): void {
  const { pkce = true, state = true, sameSite = 'lax' } = options as Record<string, unknown>
  if (pkce !== true && pkce !== 'S256') {
    throw invalidValue('pkce', 'must be left out: it is always on, with S256')
  }
  if (state !== true)
    throw invalidValue('state', 'must be left out: it is always on, and made here')
  if (sameSite !== 'lax') {
    throw invalidValue(
      'sameSite',
      'must be left out: it is always lax, because strict would withhold the cookie from the callback',
    )
  }
}
