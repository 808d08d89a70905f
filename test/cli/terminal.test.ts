import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect } from 'chai'
import { createSandbox, defaultClientSecret, type Sandbox } from 'mercadopago-oauth-sandbox'
import { freePort } from '../helpers/free-port.ts'
import { tokenRecord } from '../helpers/token-record.ts'
import { InitProject } from './init-project.ts'
import { openSqlite } from './seller-stores.ts'

const script = '/usr/bin/script'
const isThere = process.platform === 'linux' && existsSync(script)

const running = new Set<ChildProcessWithoutNullStreams>()

/** A command on its own terminal, and a person who replies to its questions. */
async function onTerminal(
  args: string,
  env: NodeJS.ProcessEnv,
  dialogue: readonly (readonly [question: string, answer: string])[],
): Promise<{ screen: string; code: number }> {
  const { PATH } = process.env
  // At Ctrl-C the shell would end with its own exit code.
  const line = `exec node packages/cli/dist/main.js ${args}`
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

  it('watches with the doctor until Ctrl-C', async () => {
    const { screen, code } = await onTerminal(`doctor --watch --sandbox ${sandbox.url}`, {}, [
      [' unknown', '\u0003'],
    ])

    expect(screen).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z\nfault {4}/)
    expect(screen.match(/, \d+ unknown\n/g)).to.have.length(1)
    expect(code).to.equal(1)
  })

  it('asks before each file of init', async () => {
    const project = new InitProject('terminal', { dependencies: { koa: '*' } })

    const { screen, code } = await onTerminal(`init ${project.folder}`, {}, [
      ['Write .gitignore? [y/N] ', 'y\r'],
      ['Write .env? [y/N] ', 'y\r'],
      ['Write mercadopago.js? [y/N] ', 'n\r'],
    ])

    const key = parseEnv(project.read('.env')).MERCADOPAGO_ENCRYPTION_KEYS ?? ''
    expect(screen).to.contain('written    .gitignore\nwritten    .env\nskipped    mercadopago.js\n')
    expect(key).to.have.length(44)
    expect(screen).not.to.contain(key)
    expect(code).to.equal(0)
  })

  for (const [title, env, isColored] of [
    ['colors the verdicts of the doctor', { TERM: 'xterm-256color' }, true],
    ['colors nothing with NO_COLOR', { TERM: 'xterm-256color', NO_COLOR: '1' }, false],
    ['colors nothing on a terminal without colors', { TERM: 'dumb' }, false],
  ] as const) {
    it(title, async () => {
      const { screen, code } = await onTerminal(`doctor --sandbox ${sandbox.url}`, env, [])

      expect(screen.startsWith(isColored ? '\u001b[31mfault\u001b[39m ' : 'fault ')).to.equal(true)
      expect(screen.includes('\u001b')).to.equal(isColored)
      expect(code).to.equal(1)
    })
  }

  for (const [name, answer] of [
    ['Ctrl-C', '\u0003'],
    ['the end of the input', '\u0004'],
    ['nothing', '\r'],
  ] as const) {
    it(`sends nothing when the input is ${name}`, async () => {
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

  it('ends verify-live at Ctrl-C, which is no reply, and keeps a partial report', async () => {
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
