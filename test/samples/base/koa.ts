import Router from '@koa/router'
import Koa from 'koa'

const app = new Koa()
const router = new Router()
app.keys = ['a secret of the shop']
router.post('/sign-in', (ctx) => {
  ctx.cookies.set('session', 'shop-7', { signed: true })
  ctx.status = 204
})
app.use(async (ctx, next) => {
  const id = ctx.cookies.get('session', { signed: true })
  if (id) ctx.state.user = { id }
  await next()
})
// The lines of the README come here.
app.use(router.routes()).listen(3000)
