import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { userOf } from './session.js'

const app = new Hono()
app.post('/sign-in', (c) => c.body(null, 204, { 'set-cookie': 'session=shop-7; HttpOnly' }))
app.get('/', async (c) => c.json(await userOf(c.req.raw)))
// The lines of the README come here.
serve({ fetch: app.fetch, port: Number(process.env.PORT) }, () => console.log('Ready'))
