import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { parseEnv } from 'node:util'
import { expect } from 'chai'
import { checkedProvider, optionsFromEnv, sandboxProvider } from 'mercadopago-oauth'
import { switchTable } from 'mercadopago-oauth-sandbox'
import { resetConnection } from '../helpers/reset-connection.ts'
import { codeChallenge, codeVerifier, redirectUri } from './wire.ts'

const manifest = createRequire(import.meta.url).resolve('mercadopago-oauth-sandbox/package.json')
const main = join(dirname(manifest), 'dist', 'main.js')

describe('mercadopago-oauth-sandbox', function command() {
  // Each test starts a process or two, which takes its time on a busy machine.
  this.timeout(60_000)

  const running = new Set<ChildProcessWithoutNullStreams>()

  afterEach(() => {
    for (const child of running) child.kill('SIGKILL')
    running.clear()
  })

  function run(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env } })
    running.add(child)
    return child
  }

  async function readyUrl(child: ChildProcessWithoutNullStreams): Promise<string> {
    for await (const line of createInterface(child.stdout)) {
      return /^Mercado Pago sandbox ready at (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1] ?? line
    }
    throw new Error(`not ready: ${await text(child.stderr)}`)
  }

  async function outcome(child: ChildProcessWithoutNullStreams): Promise<object> {
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    return { stdout, stderr, code }
  }

  function clientCredentials(url: string, client_id: string, client_secret: string) {
    const grant_type = 'client_credentials'
    const body = new URLSearchParams({ grant_type, client_id, client_secret })
    return fetch(`${url}/oauth/token`, { method: 'POST', body })
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`serves until ${signal}, then ends with 0`, async () => {
      const child = run(['--port', '0'])
      const url = await readyUrl(child)

      const home = await fetch(url)
      const exit = once(child, 'exit')
      child.kill(signal)

      expect(home.status).to.equal(200)
      expect(await exit).to.deep.equal([0, null])
    })
  }

  it('prints nothing when a reader of its events resets the connection', async () => {
    const child = run(['--port', '0'])
    const url = await readyUrl(child)

    await resetConnection(`${url}/sandbox/api/events`)
    await fetch(url)
    child.kill()

    expect(await outcome(child)).to.include({ stderr: '', code: 0 })
  })

  it('takes the application from its options, and the secret from the environment', async () => {
    const other = 'http://localhost:3000/callback'
    const child = run(
      ['--port=0', '--client-id=42', '--pkce=optional', '--redirect-uri', redirectUri].concat(
        '--redirect-uri',
        other,
      ),
      { SANDBOX_CLIENT_SECRET: 'from the environment' },
    )
    const url = await readyUrl(child)

    for (const redirect_uri of [redirectUri, other]) {
      const query = new URLSearchParams({ client_id: '42', response_type: 'code', redirect_uri })
      expect((await fetch(`${url}/authorization?${query}`)).status).to.equal(200)
    }
    expect((await clientCredentials(url, '42', 'from the environment')).status).to.equal(200)
  })

  it('has the documented credentials by default', async () => {
    const url = await readyUrl(run(['--port', '0'], { SANDBOX_CLIENT_SECRET: '' }))

    const response = await clientCredentials(
      url,
      '4400123456789012',
      'FeriaSandboxSecretNotARealSecret',
    )

    expect(response.status).to.equal(200)
  })

  it('sends notifications where it is told, and ends in the middle of one', async () => {
    const received: IncomingMessage[] = []
    // It never responds, so that the delivery is still under way when the signal comes.
    const receiver = createServer((request) => received.push(request)).listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    const { port } = Object(receiver.address())
    const child = run(
      ['--port=0', '--pkce=off', '--redirect-uri', redirectUri].concat(
        '--webhook-url',
        `http://127.0.0.1:${port}/hook`,
      ),
      { SANDBOX_WEBHOOK_SECRET: 'from the environment' },
    )
    const url = await readyUrl(child)
    const query = { client_id: '4400123456789012', response_type: 'code' }
    const request = new URLSearchParams({ ...query, redirect_uri: redirectUri })
    const page = await (await fetch(`${url}/authorization?${request}`)).text()
    const consent = /name="consent" value="([\w-]{36})"/.exec(page)?.[1] ?? ''
    const body = new URLSearchParams({ consent, seller: '700100001', decision: 'allow' })
    const asked = once(receiver, 'request')
    await fetch(`${url}/authorization`, { method: 'POST', body, redirect: 'manual' })
    await asked

    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    const ended = await exit
    const [{ url: path, headers }] = received as [IncomingMessage]
    receiver.close().closeAllConnections()

    const [, ts, v1] = /^ts=(\d{10}),v1=(\w+)$/.exec(String(headers['x-signature'])) ?? []
    const manifest = `id:700100001;request-id:${headers['x-request-id']};ts:${ts};`
    expect(path).to.equal('/hook?data.id=700100001&type=mp-connect')
    expect(v1).to.equal(createHmac('sha256', 'from the environment').update(manifest).digest('hex'))
    expect(ended).to.deep.equal([0, null])
  })

  it('says that the port is taken, and ends with 1', async () => {
    const { port } = new URL(await readyUrl(run(['--port', '0'])))

    expect(await outcome(run(['--port', port]))).to.deep.equal({
      stdout: '',
      stderr: `the sandbox cannot listen on 127.0.0.1:${port}: the port is taken\n`,
      code: 1,
    })
  })

  for (const [args, stderr] of [
    [['--pkce', 'no'], '"pkce" must be one of required, optional, off\n'],
    [
      ['--start-url', 'https://evil.example/'],
      '"startUrl" must be on this machine, or on the origin of a redirect URI\n',
    ],
    [
      ['--webhook-url', 'x'],
      '"webhookUrl" must be an absolute http or https URL without a fragment\n',
    ],
    [['--port', 'x'], '"port" must be an integer from 0 to 65535\n'],
    [['--client-secret', 'x'], "Unknown option '--client-secret'\n"],
    [['--switch', 'denial'], '"--switch" must be name=value\n'],
    [['--switch', 'denial=loud'], '"switches.denial" must be one of redirect, silent\n'],
    [['--switch', 'denails=x'], '"switches.denails" must be the name of a switch\n'],
    [['--state', ''], '"stateFile" must be the path of a file\n'],
  ] as const) {
    it(`refuses ${args.join(' ')}`, async () => {
      expect(await outcome(run([...args]))).to.deep.equal({ stdout: '', stderr, code: 1 })
    })
  }

  /** What it says when it has started, and where it is. */
  async function greeting(
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ url: string; lines: string[] }> {
    const child = run(['--port', '0', ...args], env)
    const lines: string[] = []
    for await (const line of createInterface(child.stdout)) {
      if (lines.push(line) === 8) break
    }
    return { url: /ready at (.*)$/.exec(lines[0] ?? '')?.[1] ?? '', lines }
  }

  it('says where the control room is, and how an app is pointed at it', async () => {
    const { url, lines } = await greeting(['--redirect-uri', redirectUri])

    expect(lines).to.deep.equal([
      `Mercado Pago sandbox ready at ${url}`,
      `Control room: ${url}/sandbox`,
      'For the .env of your app, read by optionsFromEnv(process.env) of mercadopago-oauth:',
      'MERCADOPAGO_CLIENT_ID=4400123456789012',
      'MERCADOPAGO_CLIENT_SECRET=FeriaSandboxSecretNotARealSecret',
      `MERCADOPAGO_REDIRECT_URI=${redirectUri}`,
      `MERCADOPAGO_SANDBOX=${url}`,
      `In an app that makes its own client: provider: sandboxProvider('${url}')`,
    ])
  })

  it('says variables that the packages take', async () => {
    const { url, lines } = await greeting(['--redirect-uri', redirectUri])
    const MERCADOPAGO_ENCRYPTION_KEYS = randomBytes(32).toString('base64')

    const { client } = optionsFromEnv({
      ...parseEnv(lines.slice(3, 7).join('\n')),
      MERCADOPAGO_ENCRYPTION_KEYS,
    })

    expect(client).to.deep.include({ clientId: '4400123456789012', redirectUri })
    expect(client.provider).to.deep.equal(checkedProvider(sandboxProvider(url)))
  })

  it('shows no secret that came from the environment, and says what is missing', async () => {
    const { lines } = await greeting(['--client-id=42'], { SANDBOX_CLIENT_SECRET: 'CANARY' })

    expect(lines.slice(3, 6)).to.deep.equal([
      'MERCADOPAGO_CLIENT_ID=42',
      'MERCADOPAGO_CLIENT_SECRET= # as in SANDBOX_CLIENT_SECRET',
      'MERCADOPAGO_REDIRECT_URI= # register one: --redirect-uri',
    ])
    expect(parseEnv(lines.slice(3, 7).join('\n'))).to.include({
      MERCADOPAGO_CLIENT_SECRET: '',
      MERCADOPAGO_REDIRECT_URI: '',
    })
  })

  it('takes switches', async () => {
    const url = await readyUrl(
      run(['--port=0', '--switch=tokenType=bearer', '--switch', 'invalidClientStatus=401']),
    )

    const secret = 'FeriaSandboxSecretNotARealSecret'
    const good = await clientCredentials(url, '4400123456789012', secret)
    expect(Object(await good.json()).token_type).to.equal('bearer')
    expect((await clientCredentials(url, '1', 'wrong')).status).to.equal(401)
  })

  it('lists the switches', async () => {
    const { stdout, ...rest } = Object(await outcome(run(['--switches'])))

    expect(rest).to.deep.equal({ stderr: '', code: 0 })
    for (const [name, { values, meaning }] of Object.entries(switchTable)) {
      expect(stdout).to.contain(`${name}=${values.join('|')}\n    ${meaning}\n`)
    }
  })

  describe('--state', () => {
    let folder: string
    let file: string

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'))
      file = join(folder, 'state.json')
    })

    afterEach(() => rm(folder, { recursive: true }))

    const client = { client_id: '42', client_secret: 'from the environment' }

    function runWithState(...args: string[]) {
      const all = ['--port=0', '--state', file, '--client-id=42', ...args]
      return run(all, { SANDBOX_CLIENT_SECRET: client.client_secret })
    }

    function post(url: string, path: string, body: object): Promise<Response> {
      const headers = { 'content-type': 'application/json' }
      return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    }

    it('holds every issued token when the process is killed', async () => {
      const child = runWithState('--redirect-uri', redirectUri)
      const url = await readyUrl(child)
      const query = new URLSearchParams({
        client_id: client.client_id,
        response_type: 'code',
        redirect_uri: redirectUri,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
      })
      const authorizationUrl = `${url}/authorization?${query}`
      const approval = await post(url, '/sandbox/api/approve', { authorizationUrl })
      const code = new URL(Object(await approval.json()).redirect).searchParams.get('code')
      const exchange = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
      const pair = { ...client, ...exchange, code_verifier: codeVerifier }
      const { refresh_token } = Object(await (await post(url, '/oauth/token', pair)).json())
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit

      const renewal = { ...client, grant_type: 'refresh_token', refresh_token }
      const next = await readyUrl(runWithState())
      const [first, second] = [
        await post(next, '/oauth/token', renewal),
        await post(next, '/oauth/token', renewal),
      ]

      expect([first.status, second.status]).to.deep.equal([200, 400])
      // What was given the first time is not taken back by what was not given now.
      const again = await fetch(authorizationUrl.replace(url, next))
      expect(again.status).to.equal(200)
    })

    it('is enough to start again with', async () => {
      const child = runWithState()
      await readyUrl(child)
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit

      const url = await readyUrl(run(['--port=0', '--state', file], { SANDBOX_CLIENT_SECRET: '' }))

      const { applications } = Object(await (await fetch(`${url}/sandbox/api/state`)).json())
      expect(applications.map(({ clientId }: { clientId: string }) => clientId)).to.deep.equal([
        '42',
      ])
    })

    it('that cannot be understood ends the command with 1, and stays as it is', async () => {
      await writeFile(file, '{')

      expect(await outcome(runWithState())).to.deep.equal({
        stdout: '',
        stderr: `the state file ${file} cannot be read: it is not JSON. Mend it, or move it away to start anew\n`,
        code: 1,
      })
      expect(await readFile(file, 'utf8')).to.equal('{')
    })
  })

  it('explains itself with --help', async () => {
    const { stdout, ...rest } = Object(await outcome(run(['--help'])))

    expect(rest).to.deep.equal({ stderr: '', code: 0 })
    expect(stdout).to.contain('SANDBOX_WEBHOOK_SECRET').and.contain('--webhook-url <url>')
    for (const option of ['--switch <name=value>', '--switches', '--state <file>', '--host']) {
      expect(stdout).to.contain(option)
    }
    for (const line of stdout.split('\n')) expect(line.length).to.be.at.most(100)
    expect(stdout).to.match(/^A local Mercado Pago OAuth server .*\n\nUsage: /)
  })
})
