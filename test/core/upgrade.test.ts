import { expect } from 'chai'
import { createClient, mercadoPagoProvider, TokenResponseError } from 'mercadopago-oauth'
import { application, codeVerifier } from '../helpers/application.ts'
import { rejection } from '../helpers/errors.ts'
import { closeServers, tcpServer } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'

describe('a server that wants another protocol', () => {
  withRealSockets()
  after(closeServers)

  it('R07: fails at once, not at the deadline, and closes the connection', async () => {
    let closed: () => void
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve
    })
    const { origin } = await tcpServer((socket) => {
      socket.on('close', () => closed())
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')
      })
    })
    const provider = { ...mercadoPagoProvider(), tokenEndpoint: `${origin}/token` }
    const client = createClient({ ...application, provider, timeoutMs: 2_000_000 })

    const grant = client.authorizationCodeGrant({ code: 'TG-1', codeVerifier })

    expect(await rejection(grant, TokenResponseError)).to.include({ upstreamStatus: 101 })
    await isClosed
  })
})
