import type { Application } from './registry/application.ts'
import { defaultClientSecret } from './registry/default-application.ts'

/** The environment variables that point an app at the sandbox, as the command prints them; no secret but its own. */
export function appLines(url: string, application: Application): string[] {
  const { clientId, clientSecret, redirectUris } = application
  const isOwnSecret = clientSecret === defaultClientSecret
  const [redirectUri = ' # register one: --redirect-uri'] = redirectUris
  return [
    'For the .env of your app, read by optionsFromEnv(process.env) of mercadopago-oauth:',
    `MERCADOPAGO_CLIENT_ID=${clientId}`,
    `MERCADOPAGO_CLIENT_SECRET=${isOwnSecret ? clientSecret : ' # as in SANDBOX_CLIENT_SECRET'}`,
    `MERCADOPAGO_REDIRECT_URI=${redirectUri}`,
    `MERCADOPAGO_SANDBOX=${url}`,
    `In an app that makes its own client: provider: sandboxProvider('${url}')`,
  ]
}
