import { sandboxProvider } from 'mercadopago-oauth'

const { CLIENT_ID = '', CLIENT_SECRET = '', ORIGIN = '', SANDBOX = '' } = process.env

/** The application that the tests have at the sandbox. Yours comes from Mercado Pago's panel, and `provider` is left out. */
export const settings = {
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  redirectUri: `${ORIGIN}/mercadopago/callback`,
  provider: sandboxProvider(SANDBOX),
}

export const port = Number(new URL(ORIGIN).port)
