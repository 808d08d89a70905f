import { connect } from 'node:net'
import { expect } from 'chai'
import { adapters } from '../helpers/adapters.ts'
import { application } from '../helpers/application.ts'
import { withRealSockets } from '../helpers/nock.ts'

describe('the target of a request', () => {
  withRealSockets()

  for (const adapter of adapters) {
    const targets = {
      'B03: in absolute form without parameters starts nothing': 'http://app.example/callback?',
      'R13: is read up to its fragment': '/callback?error=#access_denied&state=x',
    }
    for (const [title, target] of Object.entries(targets)) {
      it(`${adapter.name}: ${title}`, async () => {
        const app = await adapter.start({ ...application })
        const socket = connect(Number(new URL(app.origin).port), '127.0.0.1')
        socket.write(`GET ${target} HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n\r\n`)
        let response = ''
        for await (const chunk of socket) response += chunk
        await app.stop()
        expect(response.split('\r\n')[0]).to.equal('HTTP/1.1 400 Bad Request')
        expect(response)
          .to.contain('callback_malformed')
          .and.not.match(/set-cookie/i)
      })
    }
  }
})
