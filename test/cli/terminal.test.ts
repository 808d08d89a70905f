import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createSandbox, defaultClientSecret, type Sandbox } from 'mercadopago-oauth-sandbox'
import { freePort } from '../helpers/free-port.ts'
import { tokenRecord } from '../helpers/token-record.ts'
import { openSqlite } from './seller-stores.ts'

const script = '/usr/bin/script'
const isThere = process.platform === 'linux' && existsSync(script)

const running = new Set<ChildProcessWithoutNullStreams>()

/** A command on a terminal of its own, and somebody who answers when they are asked. */
async function onTerminal(
  args: string,
  env: NodeJS.ProcessEnv,
  dialogue: readonly (readonly [question: string, answer: string])[],
): Promise<{ screen: string; code: number }> {
  const { PATH } = process.env
  const line = `node packages/cli/dist/main.js ${args}`
  const child: ChildProcessWithoutNullStreams = spawn(script, ['-qec', line, '/dev/null'], {
    env: { PATH, TERM: 'dumb', ...env },
  })
  running.add(child)
  const closed = once(child, 'close')
  let screen = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
  })
  for (const [question, answer] of dialogue) {
    const isOver = closed.then(() => {
      if (!screen.includes(question)) throw new Error(`never asked: ${screen}`)
    })
    while (!screen.includes(question)) await Promise.race([once(child.stdout, 'data'), isOver])
    child.stdin.write(answer)
  }
  const [code] = await closed
  return { screen: screen.replaceAll('\r', ''), code }
}

;(isThere ? describe : describe.skip)('on a terminal (needs /usr/bin/script)', function terminal() {
  this.timeout(60_000)

  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox()
  })

  afterEach(async () => {
    // One that still asks would keep the tests from ending.
    for (const child of running) child.kill('SIGKILL')
    running.clear()
    await sandbox.close()
  })

  it('asks for a secret that is not in the environment, and does not show it', async () => {
    const { screen, code } = await onTerminal(
      `client-credentials --sandbox ${sandbox.url}`,
      { MERCADOPAGO_CLIENT_ID: sandbox.application.clientId },
      [['Client Secret: ', `${defaultClientSecret}\r`]],
    )

    expect(screen).to.match(/^Client Secret: \nseller /)
    expect(screen).not.to.contain(defaultClientSecret)
    expect(code).to.equal(0)
  })

  for (const [name, answer] of [
    ['Ctrl-C', '\u0003'],
    ['the end of the input', '\u0004'],
    ['nothing', '\r'],
  ] as const) {
    it(`sends nothing when ${name} is the answer`, async () => {
      const outcome = await onTerminal(`whoami --sandbox ${sandbox.url}`, {}, [
        ['Access token: ', answer],
      ])

      expect(outcome).to.deep.equal({
        screen: 'Access token: \nNothing was typed.\nSee mercadopago-oauth whoami --help\n',
        code: 2,
      })
      expect(sandbox.requests).to.deep.equal([])
    })
  }

  it('ends verify-live at Ctrl-C, which answers no question, and keeps a partial report', async () => {
    const port = await freePort()
    const out = join(tmpdir(), `profile-${process.pid}-${port}.json`)
    const { clientId, clientSecret } = sandbox.application
    const redirectUri = `http://localhost:${port}/callback`

    const { screen, code } = await onTerminal(
      `verify-live --sandbox ${sandbox.url} --redirect-uri ${redirectUri} --out ${out}`,
      { MERCADOPAGO_CLIENT_ID: clientId, MERCADOPAGO_CLIENT_SECRET: clientSecret },
      [
        ['with test users alone? [y/N] ', 'y\r'],
        ['Does the browser show "Received"? [y/N] ', '\u0003'],
      ],
    )
    const report = JSON.parse(await readFile(out, 'utf8'))
    await rm(out)

    expect(screen).to.contain('Open this address, sign in as the SECOND test user, and DECLINE:')
    expect(report.stopped).to.deep.equal({ step: 'denial', why: 'You stopped it.' })
    expect(report.switches.denial).to.equal('not seen')
    expect(code).to.equal(1)
  })

  for (const [answer, screen, code, isLeft] of [
    ['n', 'Nothing was removed.\n', 1, true],
    ['yes', 'unlinked 700100001, here; ', 0, false],
  ] as const) {
    it(`asks before it unlinks, and is told ${answer}`, async () => {
      const { store, url, close } = await openSqlite()
      const { clientId } = sandbox.application
      const record = tokenRecord({ clientId, sellerId: '700100001' })
      await store.save(record, undefined)
      const question = 'Remove seller 700100001 and its tokens? [y/N] '

      const outcome = await onTerminal(
        'sellers unlink 700100001',
        {
          MERCADOPAGO_CLIENT_ID: clientId,
          MERCADOPAGO_CLIENT_SECRET: sandbox.application.clientSecret,
          MERCADOPAGO_ENCRYPTION_KEYS: randomBytes(32).toString('hex'),
          MERCADOPAGO_STORE: url,
        },
        [[question, `${answer}\r`]],
      )
      const left = await store.get(record)
      await close()

      expect(outcome.screen).to.contain(`${question}`).and.contain(screen)
      expect({ code: outcome.code, isLeft: left !== undefined }).to.deep.equal({ code, isLeft })
    })
  }
})
