import { expect } from 'chai'
import { codes, everyError } from '../../../.cache/test/helpers/every-error.js'
import * as fastify from './fastify.js'
import * as nest from './nest.js'

function fail(code) {
  const [, make] = everyError[code]
  throw make()
}

// Each starts an app that calls `fail(code)` for `GET /<code>` and leaves what that throws to the framework.
for (const { name, sendsHeaders, serveFailing } of [fastify, nest]) {
  describe(`the own error handling of ${name}`, () => {
    let app

    before(async () => {
      app = await serveFailing(fail)
    })
    after(() => app?.close())

    for (const code of codes) {
      const [status, make] = everyError[code]

      it(`responds to ${code} with ${status} and no secret`, async () => {
        const response = await fetch(`${app.origin}/${code}`)
        const text = await response.text()

        expect(response.status).to.equal(status)
        expect([...response.headers].flat().join() + text).to.not.include('CANARY')
        for (const [header, value] of sendsHeaders ? Object.entries(make().headers) : []) {
          expect(response.headers.get(header), header).to.equal(value)
        }
      })
    }
  })
}
