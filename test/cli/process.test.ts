import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { goodResponse, json, TokenServer } from '../helpers/token-server.ts'
import { run } from './command-line.ts'
import { CommandProcess, runProcess } from './command-process.ts'

describe('the process of mercadopago-oauth', function process() {
  withRealSockets()

  // Each test starts a process, which takes its time on a busy machine.
  this.timeout(60_000)

  it('prints what run() prints, and ends with its exit code', async () => {
    for (const args of [['--version'], ['--help'], [], ['sellers'], ['pkce', '--method', 'none']]) {
      expect(await runProcess(args)).to.deep.equal(await run(args))
    }
  })

  it('reads its environment, and does not ask where there is no terminal', async () => {
    expect(await runProcess(['whoami'])).to.deep.equal({
      stdout: '',
      stderr:
        'MERCADOPAGO_ACCESS_TOKEN is missing: set it, or run this on a terminal to be asked.\nSee mercadopago-oauth whoami --help\n',
      code: 2,
    })
    const env = {
      MERCADOPAGO_CLIENT_ID: '42',
      MERCADOPAGO_ENCRYPTION_KEYS: '00'.repeat(32),
      MERCADOPAGO_STORE: 'nowhere.db',
    }
    expect(await runProcess(['sellers', 'list'], env)).to.deep.equal({
      stdout: '',
      stderr: 'SQLite file nowhere.db cannot be used: there is no such file.\n',
      code: 1,
    })
  })

  describe('at work', () => {
    let server: TokenServer
    let reply: () => void
    let asked: Promise<void>
    let command: CommandProcess

    beforeEach(async () => {
      server = await TokenServer.start()
      asked = new Promise<void>((resolve) => {
        server.reply = (response, request) => {
          reply = () => json(goodResponse)(response, request)
          resolve()
        }
      })
      command = new CommandProcess(['refresh', '--show-tokens', '--sandbox', server.origin], {
        MERCADOPAGO_CLIENT_ID: '42',
        MERCADOPAGO_CLIENT_SECRET: 'CANARY-client-secret',
        MERCADOPAGO_REFRESH_TOKEN: 'canary_refresh_token',
      })
    })

    afterEach(() => server.stop())

    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`waits for the response when ${signal} comes after the refresh token was sent`, async () => {
        await asked
        command.interrupt(signal)
        reply()

        const { stdout, code } = await command.outcome
        expect(code).to.equal(0)
        expect(stdout).to.contain(`refresh token  ${goodResponse.refresh_token}\n`)
      })
    }

    it('does not fail when its reader is gone', async () => {
      await asked
      command.stopReading()
      reply()

      expect(await command.outcome).to.include({ stderr: '', code: 0 })
    })
  })
})
