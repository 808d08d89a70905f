const { testTokenStore } = require('mercadopago-oauth/store-contract')
const { link } = require('./link.cjs')

if (typeof testTokenStore !== 'function') throw new Error('no contract of a store')
// What it rejects with ends the process, and is seen.
void link({
  core: require('mercadopago-oauth'),
  koa: require('koa-mercadopago'),
  passport: require('passport-mercadopago'),
  postgres: require('mercadopago-oauth-postgres'),
  redis: require('mercadopago-oauth-redis'),
  sandbox: require('mercadopago-oauth-sandbox'),
  sqlite: require('mercadopago-oauth-sqlite'),
  web: require('mercadopago-oauth-web'),
  Koa: require('koa'),
  libsql: require('@libsql/client'),
})
