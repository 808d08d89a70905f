import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { closeServers, httpServer } from '../helpers/loopback.js'
import { withRealSockets } from '../helpers/nock.ts'
import { healthy, visit } from './doctor-visit.js'

describe('mercadopago-oauth doctor', () => {
  withRealSockets()

  let sandbox: Sandbox
  let folder: string
  let args: string[]
  let changes: Record<string, string>

  before(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [healthy.MERCADOPAGO_REDIRECT_URI] }],
    })
    folder = mkdtempSync(join(tmpdir(), 'doctor-'))
    mkdirSync(join(folder, 'temporary'))
    const file = join(folder, 'sellers.db')
    const client = createClient({ url: `file:${file}` })
    await new SqliteTokenStore({ client }).migrate()
    client.close()
    args = ['--store', file]
    changes = { MERCADOPAGO_SANDBOX: sandbox.url, TMPDIR: join(folder, 'temporary') }
  })

  after(async () => {
    await sandbox.close()
    rmSync(folder, { recursive: true })
  })

  afterEach(closeServers)

  it('says ok of everything in a healthy setup, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await visit(args, changes)
    const { host } = new URL(sandbox.url)
    const file = join(folder, 'sellers.db')
    expect(stdout.split('\n')).to.deep.equal([
      `ok       node: Node ${process.versions.node} is supported.`,
      'ok       client-id: MERCADOPAGO_CLIENT_ID looks like an application number.',
      'ok       client-secret: MERCADOPAGO_CLIENT_SECRET looks like a client secret.',
      'ok       redirect-uri: The redirect URI on shop.example follows the rules.',
      'ok       country: No country is chosen: the generic consent page is used.',
      'ok       encryption-keys: MERCADOPAGO_ENCRYPTION_KEYS: one key of 32 random bytes.',
      'ok       cookie-secrets: MERCADOPAGO_COOKIE_SECRETS: one secret of enough characters.',
      'ok       webhook-secret: MERCADOPAGO_WEBHOOK_SECRET is set, and is not the client secret.',
      `ok       hosts: ${host} responds, without TLS, on loopback.`,
      'ok       clock: The clock is within 30 seconds of the clock of the token endpoint.',
      'ok       credentials: The token endpoint accepts the credentials: it refuses only the made-up code (invalid_grant).',
      'ok       consent-page: The consent page knows the redirect URI.',
      'ok       pkce: The application requires PKCE, which is always sent.',
      `ok       store: SQLite file ${file} can be written and read.`,
      `ok       store: SQLite file ${file} keeps sellers across restarts.`,
      `ok       store: SQLite file ${file} has no sellers of this application yet.`,
      '16 ok, 0 warnings, 0 faults, 0 unknown',
      '',
    ])
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' })
  })

  it('gives the same findings to machines', async () => {
    const [forPeople, forMachines] = await Promise.all([
      visit(args, changes),
      visit([...args, '--json'], changes),
    ])
    const findings: Record<string, string>[] = JSON.parse(forMachines.stdout)
    expect(forMachines.exitCode).to.equal(0)
    expect(findings[1]).to.deep.equal({
      check: 'client-id',
      verdict: 'ok',
      what: 'MERCADOPAGO_CLIENT_ID looks like an application number.',
      why: '',
      todo: '',
    })
    expect(
      findings.map(({ verdict, check, what }) => `${verdict}  ${check}: ${what}`),
    ).to.deep.equal(
      forPeople.stdout
        .trimEnd()
        .split('\n')
        .slice(0, -1)
        .map((line) => line.replace(/ {2,}/, '  ')),
    )
  })

  it('ends with 1 for a fault, with 0 for a warning', async () => {
    const withWarning = await visit(args, { ...changes, MERCADOPAGO_WEBHOOK_SECRET: '' })
    expect(withWarning.linesOf('webhook-secret')[0]).to.match(/^warning /)
    expect(withWarning.exitCode).to.equal(0)
    const withFault = await visit(['--json', ...args], {
      ...changes,
      MERCADOPAGO_CLIENT_ID: 'feria',
    })
    expect(withFault.exitCode).to.equal(1)
    expect(JSON.parse(withFault.stdout)[1]).to.deep.equal({
      check: 'client-id',
      verdict: 'fault',
      what: 'MERCADOPAGO_CLIENT_ID is not a number.',
      why: 'The consent page knows no such application.',
      todo: 'Copy the Client ID (application number) from the production credentials of the panel.',
    })
  })

  /** An application with a fault, a warning and much that is right. */
  const sick = { MERCADOPAGO_CLIENT_ID: 'feria', MERCADOPAGO_WEBHOOK_SECRET: '' }

  it('says the worst first, and how much there is of each kind', async () => {
    const { stdout } = await visit(args, { ...changes, ...sick })
    const lines = stdout.trimEnd().split('\n')
    const found = lines.slice(0, -1).map((line) => line.split(' ')[0])
    const severity = ['fault', 'warning', 'unknown', 'ok']
    expect(found).to.include.members(['fault', 'warning', 'ok'])
    expect(found).to.deep.equal(
      found.toSorted((a, b) => severity.indexOf(a ?? '') - severity.indexOf(b ?? '')),
    )
    const count = (verdict: string) => found.filter((one) => one === verdict).length
    expect(lines.at(-1)).to.equal(
      `${count('ok')} ok, 1 warning, ${count('fault')} faults, ${count('unknown')} unknown`,
    )
  })

  it('colors the verdicts on a terminal that has colors, and nothing else', async () => {
    const [plain, colored] = await Promise.all([
      visit(args, { ...changes, ...sick }),
      visit(args, { ...changes, ...sick }, { hasColors: true }),
    ])
    const codes = { ok: 32, unknown: 36, warning: 33, fault: 31 }
    const expected = plain.stdout
      .replace(/^(ok|unknown|warning|fault)(?= )/gm, (verdict) => {
        return `\u001b[${codes[verdict as keyof typeof codes]}m${verdict}\u001b[39m`
      })
      .replace(/^\d+ ok, .*$/m, (line) => `\u001b[31m${line}\u001b[39m`)
    expect(colored.stdout).to.equal(expected)
    expect(plain.stdout).not.to.contain('\u001b')
  })

  it('watches, and says again what it finds only when that has changed', async () => {
    const pauses: number[] = []
    const stop = new AbortController()
    // The sandbox has the clock of this machine.
    const begun = new Date()
    let now = begun
    const sqlite = join(folder, 'watched.db')
    const { exitCode, stdout, stderr } = await visit(
      ['--watch', '--every', '7', '--store', sqlite, '--sandbox', sandbox.url],
      changes,
      {
        clock: () => now,
        interruption: () => stop.signal,
        async pause(milliseconds) {
          pauses.push(milliseconds)
          now = new Date(now.getTime() + milliseconds)
          // Nothing has changed at the second look.
          if (pauses.length === 2) {
            const client = createClient({ url: `file:${sqlite}` })
            await new SqliteTokenStore({ client }).migrate()
            client.close()
          }
          if (pauses.length === 3) stop.abort()
        },
      },
    )
    const reports = stdout.split('\n\n').map((report) => report.trimEnd().split('\n'))
    expect(pauses).to.deep.equal([7000, 7000, 7000])
    expect(reports.map((lines) => lines[0])).to.deep.equal([
      begun.toISOString(),
      new Date(begun.getTime() + 14_000).toISOString(),
    ])
    expect(reports.map((lines) => lines.at(-1))).to.deep.equal([
      '13 ok, 0 warnings, 1 fault, 0 unknown',
      '16 ok, 0 warnings, 0 faults, 0 unknown',
    ])
    expect(reports[0]?.[1]).to.equal(
      `fault    store: SQLite file ${sqlite} cannot be used: there is no such file. No token can be saved or read. Check its address, and that the app has created its tables with migrate().`,
    )
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' })
  })

  it('ends with 1 at Ctrl-C when the last look found a fault', async () => {
    const stop = new AbortController()
    const { exitCode } = await visit(
      ['--watch', ...args],
      { ...changes, ...sick },
      {
        interruption: () => stop.signal,
        pause: async () => stop.abort(),
      },
    )
    expect(exitCode).to.equal(1)
  })

  const misuses: [title: string, args: string[], sentence: string][] = [
    [
      'a watch that is an audit',
      ['--watch', '--audit'],
      '--watch goes with neither --audit nor --json.',
    ],
    ['a watch in JSON', ['--watch', '--json'], '--watch goes with neither --audit nor --json.'],
    [
      'a pause that is none',
      ['--watch', '--every', '0'],
      '--every must be a whole number from 1 to 86400.',
    ],
    [
      'a limit that is none',
      ['--timeout-ms', '0'],
      '--timeout-ms must be a whole number from 1 to 600000.',
    ],
    [
      'a store that is none',
      ['--store', 'mongodb://127.0.0.1/shop'],
      'A store is postgres://…, mysql://…, redis://…, file:sellers.db or the path of a file.',
    ],
    [
      'a country that is none',
      ['--country', 'XX'],
      '--country must be one of AR, BR, CL, CO, MX, PE, UY.',
    ],
    [
      'a sandbox that is no URL',
      ['--sandbox', 'sandbox'],
      '--sandbox must be an absolute URL, such as https://app.example/callback.',
    ],
    [
      'a secret among the arguments',
      ['--client-secret', 'canary'],
      '--client-secret is not an option, because everybody on this machine can read arguments. Set MERCADOPAGO_CLIENT_SECRET instead.',
    ],
  ]
  for (const [title, given, sentence] of misuses) {
    it(`ends with 2 for ${title}`, async () => {
      const { exitCode, stdout, stderr } = await visit(given)
      expect({ exitCode, stdout, stderr }).to.deep.equal({
        exitCode: 2,
        stdout: '',
        stderr: `${sentence}\nSee mercadopago-oauth doctor --help\n`,
      })
    })
  }

  it('shows no secret when a server throws it back', async () => {
    const secrets = {
      MERCADOPAGO_CLIENT_SECRET: 'canary_client_secret',
      MERCADOPAGO_COOKIE_SECRETS: 'canary_cookie_secret_0123456789abcdef',
      MERCADOPAGO_WEBHOOK_SECRET: 'canary_webhook_secret',
    }
    const { origin } = await httpServer((response, { url }) => {
      const said = `canary_client_secret ${url}`
      response.writeHead(400, 'canary_client_secret', { 'x-canary': 'canary', location: 'canary' })
      response.end(JSON.stringify({ error: 'canary_client_secret', message: said }))
    })
    for (const format of [[], ['--json']]) {
      const { stdout, stderr } = await visit(['--sandbox', origin, ...format], secrets)
      expect(stdout).not.to.include('canary')
      expect(stdout).not.to.include(healthy.MERCADOPAGO_ENCRYPTION_KEYS)
      expect(stderr).to.equal('')
    }
  })
})
