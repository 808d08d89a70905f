import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import * as core from 'mercadopago-oauth'
import * as adapter from 'mercadopago-oauth/adapter'
import * as store from 'mercadopago-oauth/store'

// A class exists once, by whichever entry point of the package it comes.
assert.equal(adapter.StateError, core.StateError)
assert.equal(store.MemoryTokenStore, core.MemoryTokenStore)
assert.equal(createRequire(import.meta.url)('mercadopago-oauth').StateError, core.StateError)
assert.equal(core.StateError.name, 'StateError')

const application = {
  clientId: '1234567890123456',
  clientSecret: 'the-secret-of-the-application-01',
  redirectUri: 'https://shop.example/callback',
}
const { callback } = adapter.createEndpoints({ ...application, anonymous: true })
const { reply } = await callback({
  method: 'GET',
  query: `code=TG-1&state=${'A'.repeat(43)}`,
  header: () => '',
  user: () => undefined,
})
assert.ok(reply.error instanceof core.StateError, 'an error of the endpoints is one of core')

// By `--enable-source-maps` a stack leads to our sources.
assert.match(reply.error.stack, /mercadopago-oauth\/src\/flow\/[a-z-]+\.ts:\d+:\d+/)
assert.throws(
  () => core.createClient({ ...application, clientId: 7 }),
  ({ stack }) => /mercadopago-oauth\/src\/client\.ts:\d+:\d+/.test(stack),
)
