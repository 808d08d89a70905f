// Links a Mercado Pago seller with Express and Passport, in one file: npx -y pnpm@12 example express
import { randomBytes } from 'node:crypto'
import express from 'express'
import { createClient, MemoryTokenStore, SellerTokens, sandboxProvider } from 'mercadopago-oauth'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import passport from 'passport'
import { MercadoPagoStrategy } from 'passport-mercadopago'

const port = Number(process.env.PORT ?? 3000)
const redirectUri = `http://localhost:${port}/mercadopago/callback`

// A Mercado Pago on this machine. For the real one, take the Client ID and the secret from its panel.
const sandbox = await createSandbox({ port: 0, applications: [{ redirectUris: [redirectUri] }] })
const { clientId, clientSecret } = sandbox.application
const provider = sandboxProvider(sandbox.url)

// Keeps the tokens, encrypted, and renews them. Your app has its own database and key.
const sellers = new SellerTokens({
  client: createClient({ clientId, clientSecret, redirectUri, provider }),
  store: new MemoryTokenStore(),
  encryptionKeys: [randomBytes(32)],
})

// Everybody is Ana here. Your app asks its session.
passport.use(new MercadoPagoStrategy({ sellers, user: () => 'ana' }))

const app = express()
app.all(['/mercadopago/connect', '/mercadopago/callback'], passport.authorize('mercadopago'))
app.get('/', async (_req, res) => {
  const linked = await sellers.byOwner('ana')
  const ids = linked.map(({ sellerId }) => sellerId).join(', ')
  res.send(`<h1>Ana's shop</h1>
    <p>Linked sellers: ${ids || 'none'}</p>
    <a href="/mercadopago/connect?returnTo=/">Connect Mercado Pago</a>`)
})
app.listen(port, 'localhost', () => console.log(`Open http://localhost:${port}`))
