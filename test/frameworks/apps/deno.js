import { mercadoPago } from 'mercadopago-oauth-web'
import { port, settings } from '../settings.js'

const mp = mercadoPago({
  ...settings,
  user: (request) => request.headers.get('x-user'), // your session
  onLinked: ({ tokens }) => console.log('linked', tokens.sellerId), // keep the tokens here
})

Deno.serve({ port, hostname: '127.0.0.1' }, mp.handler)
