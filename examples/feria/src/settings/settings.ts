import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the environment asks for. */
export interface Settings {
  /** The app's port; 0 is any free one. */
  port: number
  /** The sandbox's port; 0 is any free one. */
  sandboxPort: number
  /** A sandbox that runs already, instead of one in this process. */
  sandboxUrl: string | undefined
  /** An application of the real Mercado Pago. Without one the sandbox stands in. */
  application: ApplicationSettings | undefined
  /** Which API makes links to pay. */
  checkoutBy: CheckoutBy
  /** Where a seller signs out of the real Mercado Pago. It documents no such address. */
  signOutUrl: string | undefined
  /** Opens the operator's page. Without one, that page exists only where a sandbox stands in. */
  operatorPassword: string | undefined
  storage: StorageSettings
  /**
   * How often an open page looks for what other machines did, and, where a sandbox stands in, the sweep
   * for sellers that are due: in milliseconds.
   */
  lookEveryMs: number
  /** The first seals, all open. Never absent with the real Mercado Pago. */
  encryptionKeys: readonly string[] | undefined
}

export type CheckoutBy = 'preference' | 'order'

export interface ApplicationSettings {
  clientId: string
  clientSecret: string
  redirectUri: string
  /** Judges notifications. Without it there are none. */
  webhookSecret?: string | undefined
}

/** Where the sellers are kept: in PostgreSQL or Redis if there is such an address, else in the file. */
export interface StorageSettings {
  sellersFile: string
  databaseUrl: string | undefined
  redisUrl: string | undefined
}

const workspace = fileURLToPath(new URL('../../../..', import.meta.url))

const howToMakeAKey = `node -e "console.log(require('node:crypto').randomBytes(32).toString('base64'))"`

/** @throws Error whose message names the variable to set. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const settings: Settings = {
    port: readPort(env, 'PORT', 3000),
    sandboxPort: readPort(env, 'SANDBOX_PORT', 4400),
    sandboxUrl: readUrl(env, 'SANDBOX_URL', /^https?:$/, 'http://127.0.0.1:4400'),
    application: readApplication(env),
    checkoutBy: readCheckoutBy(env),
    signOutUrl: readUrl(
      env,
      'MERCADOPAGO_SIGN_OUT_URL',
      /^https:$/,
      'https://mercadopago.example/sign-out',
    ),
    operatorPassword: readOperatorPassword(env),
    storage: readStorage(env),
    lookEveryMs: readMilliseconds(env, 'LOOK_EVERY_MS', 3_000),
    encryptionKeys: readKeys(env),
  }
  if (settings.application === undefined) return settings
  if (settings.sandboxUrl !== undefined) {
    throw new Error('SANDBOX_URL means the sandbox: unset it to use the real Mercado Pago.')
  }
  if (settings.encryptionKeys === undefined) {
    throw new Error(
      `ENCRYPTION_KEYS is missing: the tokens of the real Mercado Pago are sealed with your own keys. Make one with ${howToMakeAKey}`,
    )
  }
  return settings
}

function readPort(env: NodeJS.ProcessEnv, name: string, byDefault: number): number {
  const port = Number(env[name] || byDefault)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new Error(`${name} must be a number from 0 to 65535.`)
}

function readMilliseconds(env: NodeJS.ProcessEnv, name: string, byDefault: number): number {
  const ms = Number(env[name] || byDefault)
  if (Number.isInteger(ms) && ms >= 100 && ms <= 60_000) return ms
  throw new Error(`${name} must be a number of milliseconds from 100 to 60000.`)
}

/** The message shows an example, not the value: there may be a password in it. */
function readUrl(
  env: NodeJS.ProcessEnv,
  name: string,
  scheme: RegExp,
  example: string,
): string | undefined {
  const value = env[name]
  if (!value) return undefined
  if (URL.canParse(value) && scheme.test(new URL(value).protocol)) return value
  throw new Error(`${name} must be a URL, such as ${example}.`)
}

/** As long as Mercado Pago makes them. The cookies of attempts are sealed with it, so it must not be guessed. */
const shortestSecret = 32

function readApplication(env: NodeJS.ProcessEnv): ApplicationSettings | undefined {
  const {
    MERCADOPAGO_CLIENT_ID: clientId,
    MERCADOPAGO_CLIENT_SECRET: clientSecret,
    MERCADOPAGO_REDIRECT_URI: redirectUri,
    MERCADOPAGO_WEBHOOK_SECRET: webhookSecret,
  } = env
  if (!clientId && !clientSecret && !redirectUri) return undefined
  if (!clientId) throw missing('MERCADOPAGO_CLIENT_ID')
  if (!clientSecret) throw missing('MERCADOPAGO_CLIENT_SECRET')
  if (!redirectUri) throw missing('MERCADOPAGO_REDIRECT_URI')
  if (clientSecret.length < shortestSecret) {
    throw new Error(
      `MERCADOPAGO_CLIENT_SECRET has fewer than ${shortestSecret} characters: copy the whole Client Secret from the panel.`,
    )
  }
  if (URL.canParse(redirectUri)) {
    return { clientId, clientSecret, redirectUri, webhookSecret: webhookSecret || undefined }
  }
  throw new Error(
    'MERCADOPAGO_REDIRECT_URI must be an absolute URL, such as https://feria.example/mercadopago/callback.',
  )
}

function missing(name: string): Error {
  return new Error(
    `${name} is missing: set MERCADOPAGO_CLIENT_ID, MERCADOPAGO_CLIENT_SECRET and MERCADOPAGO_REDIRECT_URI, or none of them to use the sandbox.`,
  )
}

function readCheckoutBy({ CHECKOUT_BY: by }: NodeJS.ProcessEnv): CheckoutBy {
  if (!by || by === 'preference') return 'preference'
  if (by === 'order') return 'order'
  throw new Error('CHECKOUT_BY must be preference or order.')
}

/** Nothing limits the guesses but their number. */
const shortestPassword = 16

function readOperatorPassword({
  OPERATOR_PASSWORD: password,
}: NodeJS.ProcessEnv): string | undefined {
  if (!password) return undefined
  if (password.length >= shortestPassword) return password
  throw new Error(`OPERATOR_PASSWORD must have at least ${shortestPassword} characters.`)
}

function readStorage(env: NodeJS.ProcessEnv): StorageSettings {
  const { SELLERS_FILE: sellersFile } = env
  if (env.DATABASE_URL && env.REDIS_URL) {
    throw new Error('DATABASE_URL and REDIS_URL are both set: keep the one where the sellers are.')
  }
  return {
    sellersFile: sellersFile ? resolve(sellersFile) : resolve(workspace, '.cache/feria.sqlite'),
    databaseUrl: readUrl(
      env,
      'DATABASE_URL',
      /^postgres(ql)?:$/,
      'postgres://user:password@localhost:5432/feria',
    ),
    redisUrl: readUrl(env, 'REDIS_URL', /^rediss?:$/, 'redis://localhost:6379'),
  }
}

function readKeys(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  const keys = (env.ENCRYPTION_KEYS ?? '').split(',').map((key) => key.trim())
  const given = keys.filter((key) => key !== '')
  return given.length === 0 ? undefined : given
}
