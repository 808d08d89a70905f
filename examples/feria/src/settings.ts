/** What the environment asks for. */
export interface Settings {
  /** The app's port; 0 is any free one. */
  port: number
  /** The sandbox's port; 0 is any free one. */
  sandboxPort: number
  /** An application of the real Mercado Pago. Without one the sandbox stands in. */
  application: ApplicationSettings | undefined
}

export interface ApplicationSettings {
  clientId: string
  clientSecret: string
  redirectUri: string
}

/** @throws Error whose message names the variable to set. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    port: readPort(env, 'PORT', 3000),
    sandboxPort: readPort(env, 'SANDBOX_PORT', 4400),
    application: readApplication(env),
  }
}

function readPort(env: NodeJS.ProcessEnv, name: string, byDefault: number): number {
  const port = Number(env[name] || byDefault)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new Error(`${name} must be a number from 0 to 65535.`)
}

function readApplication(env: NodeJS.ProcessEnv): ApplicationSettings | undefined {
  const {
    MERCADOPAGO_CLIENT_ID: clientId,
    MERCADOPAGO_CLIENT_SECRET: clientSecret,
    MERCADOPAGO_REDIRECT_URI: redirectUri,
  } = env
  if (!clientId && !clientSecret && !redirectUri) return undefined
  if (!clientId) throw missing('MERCADOPAGO_CLIENT_ID')
  if (!clientSecret) throw missing('MERCADOPAGO_CLIENT_SECRET')
  if (!redirectUri) throw missing('MERCADOPAGO_REDIRECT_URI')
  if (URL.canParse(redirectUri)) return { clientId, clientSecret, redirectUri }
  throw new Error(
    'MERCADOPAGO_REDIRECT_URI must be an absolute URL, such as https://feria.example/mercadopago/callback.',
  )
}

function missing(name: string): Error {
  return new Error(
    `${name} is missing: set MERCADOPAGO_CLIENT_ID, MERCADOPAGO_CLIENT_SECRET and MERCADOPAGO_REDIRECT_URI, or none of them to use the sandbox.`,
  )
}
