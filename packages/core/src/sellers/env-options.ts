import { createClient } from '../client.ts'
import { assertObject, invalidType } from '../option.ts'
import { sandboxProvider } from '../provider/sandbox.ts'
import type { SellerTokensOptions } from './seller-tokens.ts'

/** Environment variables by name, such as `process.env`. */
export type EnvVariables = Readonly<Record<string, string | undefined>>

/**
 * The options of `SellerTokens` that differ between deployments, from environment variables. Nothing else of the
 * environment is read, and nothing without this call.
 *
 * - `MERCADOPAGO_CLIENT_ID`, `MERCADOPAGO_CLIENT_SECRET`: the application.
 * - `MERCADOPAGO_REDIRECT_URI`: exactly as registered.
 * - `MERCADOPAGO_ENCRYPTION_KEYS`: keys of 32 bytes in base64, base64url or hex, separated by commas. The first
 *   encrypts, all decrypt.
 * - `MERCADOPAGO_SANDBOX`: the URL of a running sandbox, in place of Mercado Pago. Default: none.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, naming the variable that is missing; `ERR_INVALID_ARG_VALUE`, naming the
 *   option of `createClient` or `sandboxProvider` that has a wrong value. A wrong key is found by `SellerTokens`.
 */
export function optionsFromEnv(
  env: EnvVariables,
): Pick<SellerTokensOptions, 'client' | 'encryptionKeys'> {
  assertObject(env, 'env')
  const { MERCADOPAGO_SANDBOX: sandbox } = env
  return {
    client: createClient({
      clientId: required(env, 'MERCADOPAGO_CLIENT_ID'),
      clientSecret: required(env, 'MERCADOPAGO_CLIENT_SECRET'),
      redirectUri: required(env, 'MERCADOPAGO_REDIRECT_URI'),
      ...(sandbox ? { provider: sandboxProvider(sandbox) } : {}),
    }),
    encryptionKeys: required(env, 'MERCADOPAGO_ENCRYPTION_KEYS')
      .split(',')
      .map((key) => key.trim()),
  }
}

/** An empty variable counts as missing: that is how most shells and `.env` files unset one. */
function required(env: EnvVariables, name: string): string {
  const value = env[name]
  if (value) return value
  throw invalidType(name, 'must be set in the environment')
}
