const assert = require('node:assert/strict')
const { randomBytes } = require('node:crypto')
const { once } = require('node:events')
const { createServer } = require('node:http')

/**
 * Links a seller of the sandbox with a Koa app that keeps it in a SQLite file, and checks what the other packages
 * export. The caller passes the modules, loaded by `import` or `require`.
 */
exports.link = async ({
  core,
  koa,
  passport,
  postgres,
  redis,
  sandbox,
  sqlite,
  web,
  Koa,
  libsql,
}) => {
  const mercadoPagoHere = await sandbox.createSandbox()
  const { clientId, clientSecret, redirectUris } = mercadoPagoHere.application
  const provider = { ...core.mercadoPagoProvider(), ...mercadoPagoHere.endpoints }

  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${server.address().port}`
  const application = { clientId, clientSecret, redirectUri: `${origin}/callback`, provider }
  redirectUris.push(application.redirectUri)

  const store = new sqlite.SqliteTokenStore({
    client: libsql.createClient({ url: 'file::memory:' }),
  })
  await store.migrate()
  const sellers = new core.SellerTokens({
    client: core.createClient(application),
    store,
    encryptionKeys: [randomBytes(32)],
  })
  const app = new Koa()
  app.use(koa.mercadoPago({ ...application, sellers, user: () => 'shop-7' }).routes())
  server.on('request', app.callback())

  // What a browser does: keeps the cookie, is sent to the consent page, and comes back.
  const start = await fetch(`${origin}/mercadopago/connect?returnTo=/done`, { redirect: 'manual' })
  const cookie = start.headers
    .getSetCookie()
    .map((text) => text.split(';', 1)[0])
    .join('; ')
  const back = await mercadoPagoHere.approve(start.headers.get('location'))
  const end = await fetch(back, { headers: { cookie }, redirect: 'manual' })
  assert.deepEqual([end.status, end.headers.get('location')], [302, '/done'])

  const [linked, ...others] = await sellers.byOwner('shop-7')
  assert.deepEqual(others, [])
  assert.equal(linked.sellerId, String(mercadoPagoHere.sellers[0].id))
  assert.match(await sellers.accessToken(linked.sellerId), /^APP_USR-/)
  // An app and its adapters share one core: otherwise this would be another class.
  await assert.rejects(sellers.accessToken('1'), core.ReauthorizationRequiredError)

  const settings = { clientID: clientId, clientSecret, callbackURL: application.redirectUri }
  assert.equal(new passport.MercadoPagoStrategy(settings, () => {}).name, 'mercadopago')
  assert.equal(typeof web.mercadoPago({ ...application, user: () => 'shop-7' }).handler, 'function')
  assert.match(postgres.schemaSql(), /create table/)
  assert.equal(typeof redis.RedisTokenStore, 'function')

  await sellers.close()
  server.close()
  await mercadoPagoHere.close()
}
