import createApp from 'fastify'
import { mercadoPago } from 'mercadopago-oauth-web'
import { port, settings } from '../settings.js'

const mp = mercadoPago({
  ...settings,
  user: (request) => request.headers.get('x-user'), // your session
  onLinked: ({ tokens }) => console.log('linked', tokens.sellerId), // keep the tokens here
})

const app = createApp()
// The body as it arrived: notifications are judged by it.
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
app.all('/mercadopago/*', ({ url, method, headers, body, host }) =>
  mp.handler(new Request(`http://${host}${url}`, { method, headers, body })),
)
await app.listen({ port, host: '127.0.0.1' })
