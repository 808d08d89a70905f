// Links a Mercado Pago seller with Next.js (App Router), in one file: npx -y pnpm@12 example:web next
import { randomBytes } from 'node:crypto'
import { createClient, MemoryTokenStore, SellerTokens, sandboxProvider } from 'mercadopago-oauth'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import { mercadoPago } from 'mercadopago-oauth-web'

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
const mp = mercadoPago({ sellers, user: () => 'ana' })

async function page() {
  const linked = await sellers.byOwner('ana')
  const ids = linked.map(({ sellerId }) => sellerId).join(', ')
  const html = `<h1>Ana's shop</h1>
    <p>Linked sellers: ${ids || 'none'}</p>
    <a href="/mercadopago/connect?returnTo=/">Connect Mercado Pago</a>`
  return new Response(html, { headers: { 'content-type': 'text/html' } })
}

export const GET = (request) =>
  new URL(request.url).pathname === '/' ? page() : mp.handler(request)
export { GET as HEAD, GET as POST }
