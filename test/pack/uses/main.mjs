import * as contract from 'mercadopago-oauth/store-contract'
import { link } from './link.cjs'
import { modules } from './modules.mjs'

if (typeof contract.testTokenStore !== 'function') throw new Error('no contract of a store')
// What it rejects with ends the process, and is seen. Not by a top-level await, which no bundle in CommonJS has.
void link(modules)
