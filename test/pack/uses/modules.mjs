import * as libsql from '@libsql/client'
import Koa from 'koa'
import * as koa from 'koa-mercadopago'
import * as core from 'mercadopago-oauth'
import * as postgres from 'mercadopago-oauth-postgres'
import * as redis from 'mercadopago-oauth-redis'
import * as sandbox from 'mercadopago-oauth-sandbox'
import * as sqlite from 'mercadopago-oauth-sqlite'
import * as web from 'mercadopago-oauth-web'
import * as passport from 'passport-mercadopago'

/** What `link()` takes, imported. */
export const modules = { core, koa, passport, postgres, redis, sandbox, sqlite, web, Koa, libsql }
