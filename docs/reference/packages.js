import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What is imported, where its public names are listed, and what they are: a page each, in this order. */
export const entries = [
  ['mercadopago-oauth', 'core/src', 'client, authorization flow, seller tokens, providers, errors'],
  ['mercadopago-oauth/store-contract', 'core/src/store-contract', 'tests for a store of your own'],
  ['passport-mercadopago', 'passport/src', 'the Passport strategy'],
  ['koa-mercadopago', 'koa/src', 'the Koa middleware'],
  ['mercadopago-oauth-web', 'web/src', 'the same from a Request to a Response'],
  ['mercadopago-oauth-mysql', 'store-mysql/src', 'seller tokens in MySQL or MariaDB'],
  ['mercadopago-oauth-postgres', 'store-postgres/src', 'seller tokens in PostgreSQL'],
  ['mercadopago-oauth-redis', 'store-redis/src', 'seller tokens in Redis or Valkey'],
  ['mercadopago-oauth-sqlite', 'store-sqlite/src', 'seller tokens in SQLite'],
  ['mercadopago-oauth-sandbox', 'sandbox/src', 'a local Mercado Pago for development and tests'],
  ['mercadopago-oauth-cli', 'cli/src', 'the command line inside a process of your own'],
].map(([name, folder, of]) => ({ name, file: join(root, 'packages', folder, 'index.ts'), of }))

/** Where the pages are. */
export const pages = join(root, 'docs/api')
