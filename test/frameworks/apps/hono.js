import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { mercadoPago } from 'mercadopago-oauth-web'
import { port, settings } from '../settings.js'

const mp = mercadoPago({
  ...settings,
  user: (request) => request.headers.get('x-user'), // your session
  onLinked: ({ tokens }) => console.log('linked', tokens.sellerId), // keep the tokens here
})

const app = new Hono()
app.all('/mercadopago/*', (c) => mp.handler(c.req.raw))
serve({ fetch: app.fetch, port })
