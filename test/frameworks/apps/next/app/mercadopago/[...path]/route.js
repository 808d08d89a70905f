import { mercadoPago } from 'mercadopago-oauth-web'
import { settings } from '../../../../../settings.js'

const mp = mercadoPago({
  ...settings,
  user: (request) => request.headers.get('x-user'), // your session
  onLinked: ({ tokens }) => console.log('linked', tokens.sellerId), // keep the tokens here
})

export const { handler: GET, handler: POST } = mp
