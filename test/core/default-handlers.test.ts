import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { expect } from 'chai'
import express from 'express'
import Koa from 'koa'
import { MercadoPagoOAuthError, StoreUnavailableError } from 'mercadopago-oauth'
import { codes, detail, everyError } from '../helpers/every-error.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { serve } from '../helpers/served-app.ts'

const express4: typeof express = createRequire(import.meta.url)('express4')

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown
type Fail = (request: IncomingMessage) => never

/** An app whose every route throws, and that leaves the rest to its framework. */
const frameworks: Record<string, (fail: Fail) => Handler> = {
  Koa(fail) {
    const app = new Koa()
    app.silent = true
    app.use((ctx) => fail(ctx.req))
    return app.callback()
  },
  'Express 5': (fail) => express().set('env', 'test').use(fail),
  'Express 4': (fail) => express4().set('env', 'test').use(fail),
  'node:http': (fail) => (request, response) => {
    try {
      fail(request)
    } catch (error) {
      if (!(error instanceof MercadoPagoOAuthError)) throw error
      response.writeHead(error.statusCode, error.headers)
      response.end(error.expose ? error.message : 'Something went wrong here.')
    }
  },
}

/** Throws the error of the code that is in the path. */
function fail({ url = '' }: IncomingMessage): never {
  const code = codes.find((one) => url === `/${one}`)
  if (code === undefined) throw new Error(`no such code: ${url}`)
  throw everyError[code][1]()
}

for (const [name, app] of Object.entries(frameworks)) {
  describe(`the own error handling of ${name}`, () => {
    withRealSockets()

    it('responds to every code with its status and headers, and no secret', async () => {
      const { browser, stop } = await serve(app(fail))
      try {
        for (const code of codes) {
          const [status, make] = everyError[code]
          const response = await browser.get(`/${code}`)

          expect(response.status, code).to.equal(status)
          for (const [header, value] of Object.entries(make().headers)) {
            expect(response.headers.get(header), `${code} ${header}`).to.equal(value)
          }
          expect([...response.headers].flat().join() + response.body).to.not.include('CANARY')
        }
      } finally {
        await stop()
      }
    })
  })
}

describe('an error that a framework wraps', () => {
  withRealSockets()

  it('keeps its status where ctx.throw sets all that an HTTP error has', async () => {
    const app = new Koa()
    app.silent = true
    app.use((ctx) => ctx.throw(404, new StoreUnavailableError(detail)))
    const { browser, stop } = await serve(app.callback())
    try {
      expect((await browser.get('/')).status).to.equal(503)
    } finally {
      await stop()
    }
  })
})
