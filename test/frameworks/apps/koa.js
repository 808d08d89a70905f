import { mercadoPago } from 'koa-mercadopago'
import { port, settings } from '../settings.js'

// Yours: import Koa from 'koa'
const { default: Koa } = await import(process.env.FRAMEWORK)

const mp = mercadoPago({
  ...settings,
  user: (ctx) => ctx.get('x-user'), // your session
  onLinked: (_ctx, { tokens }) => console.log('linked', tokens.sellerId), // keep the tokens here
})

new Koa().use(mp.routes()).listen(port, '127.0.0.1')
