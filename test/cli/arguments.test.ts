import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { run } from './command-line.ts'

const canary = 'CANARY0secret0value'

describe('mercadopago-oauth', () => {
  withRealSockets()

  it('lists its commands with --help', async () => {
    const { stdout, ...rest } = await run(['--help'])

    expect(rest).to.deep.equal({ stderr: '', code: 0 })
    expect([...stdout.matchAll(/^ {2}([a-z][a-z -]*[a-z]) {2,}\S/gm)].map(([, name]) => name))
      .to.include.members(['pkce', 'authorize-url', 'exchange', 'refresh', 'client-credentials'])
      .and.include.members(['whoami', 'sellers list', 'sellers renew', 'sellers unlink'])
      .and.include.members(['sellers rewrap'])
    expect(stdout).to.contain('Exit codes: 0 done, 1 failed or found faults, 2 used wrongly.')
  })

  it('says the version of its package', async () => {
    const { version } = JSON.parse(readFileSync('packages/cli/package.json', 'utf8'))

    expect(await run(['--version'])).to.deep.equal({ stdout: `${version}\n`, stderr: '', code: 0 })
  })

  it('explains itself on stderr and ends with 2 when nothing is asked of it', async () => {
    const { stdout } = await run(['--help'])

    expect(await run([])).to.deep.equal({ stdout: '', stderr: stdout, code: 2 })
  })

  it('explains each command that the overview names', async () => {
    const { stdout } = await run(['--help'])
    const names = [...stdout.matchAll(/^ {2}([a-z][a-z -]*[a-z]) {2,}\S/gm)].map(([, name]) => name)
    for (const name of names) {
      const help = await run([...String(name).split(' '), '--help'])
      expect(help).to.deep.include({ stderr: '', code: 0 })
      expect(help.stdout).to.match(
        new RegExp(`^Usage: mercadopago-oauth ${name} [\\s\\S]+Exit codes: `),
      )
    }
  })

  it('lists the commands of a group', async () => {
    const help = await run(['sellers', '--help'])

    expect(help.code).to.equal(0)
    expect([...help.stdout.matchAll(/^ {2}(sellers \w+)/gm)].map(([, name]) => name)).to.deep.equal(
      ['sellers list', 'sellers renew', 'sellers unlink', 'sellers rewrap'],
    )
    expect(await run(['sellers'])).to.deep.equal({ stdout: '', stderr: help.stdout, code: 2 })
  })

  for (const [args, stderr] of [
    [['exchnge'], 'Unknown command: did you mean exchange?\nSee mercadopago-oauth --help\n'],
    [[canary], 'Unknown command.\nSee mercadopago-oauth --help\n'],
    [
      ['pkce', '--methd', 'plain'],
      'Unknown option --methd: did you mean --method?\nSee mercadopago-oauth pkce --help\n',
    ],
    [
      ['pkce', `--methd=${canary}`],
      'Unknown option --methd: did you mean --method?\nSee mercadopago-oauth pkce --help\n',
    ],
    [
      ['pkce', '--METHOD', canary],
      'Unknown option --METHOD: did you mean --method?\nSee mercadopago-oauth pkce --help\n',
    ],
    [['pkce', '--store', canary], 'Unknown option --store.\nSee mercadopago-oauth pkce --help\n'],
    [['pkce', '-v'], 'Unknown option -v.\nSee mercadopago-oauth pkce --help\n'],
    [
      ['pkce', `--${canary}`],
      'Unknown option. It is not shown, because it may be a secret that begins with a dash.\nSee mercadopago-oauth pkce --help\n',
    ],
    [
      ['pkce', `--${'abcdefghij'.repeat(4)}`],
      'Unknown option. It is not shown, because it may be a secret that begins with a dash.\nSee mercadopago-oauth pkce --help\n',
    ],
    [
      ['pkce', canary],
      'pkce takes no arguments besides its options.\nSee mercadopago-oauth pkce --help\n',
    ],
    [
      ['sellers', 'unlink', canary, canary],
      'sellers unlink takes one argument besides its options.\nSee mercadopago-oauth sellers unlink --help\n',
    ],
    [['pkce', '--method'], '--method needs a value.\nSee mercadopago-oauth pkce --help\n'],
    [['pkce', `--json=${canary}`], '--json takes no value.\nSee mercadopago-oauth pkce --help\n'],
    [
      ['pkce', '--method', `-${canary}`],
      '--method needs a value. Write --method=… for a value that begins with a dash.\nSee mercadopago-oauth pkce --help\n',
    ],
    [
      ['pkce', '--method', canary],
      '--method must be S256 or plain.\nSee mercadopago-oauth pkce --help\n',
    ],
    [
      ['pkce', '--length', '42'],
      '--length must be a whole number from 43 to 128.\nSee mercadopago-oauth pkce --help\n',
    ],
    [
      ['sellers', 'list', '--status', canary],
      '--status must be linked, overdue, ended, relink or unreadable.\nSee mercadopago-oauth sellers list --help\n',
    ],
    [
      ['sellers', 'list', '--due', '1.5'],
      '--due must be a whole number from 0 to 36500.\nSee mercadopago-oauth sellers list --help\n',
    ],
    [
      ['sellers', 'renew', '--due', '--within-days', '36501'],
      '--within-days must be a whole number from 0 to 36500.\nSee mercadopago-oauth sellers renew --help\n',
    ],
    [
      ['sellers', 'renew', '--due', '--concurrency', '0'],
      '--concurrency must be a whole number from 1 to 9999.\nSee mercadopago-oauth sellers renew --help\n',
    ],
  ] as const) {
    it(`refuses ${args.join(' ')}, and shows no value`, async () => {
      expect(await run(args)).to.deep.equal({ stdout: '', stderr, code: 2 })
    })
  }

  for (const [option, variable] of [
    ['client-secret', 'MERCADOPAGO_CLIENT_SECRET'],
    ['code', 'MERCADOPAGO_CODE'],
    ['code-verifier', 'MERCADOPAGO_CODE_VERIFIER'],
    ['access-token', 'MERCADOPAGO_ACCESS_TOKEN'],
    ['refresh-token', 'MERCADOPAGO_REFRESH_TOKEN'],
    ['encryption-keys', 'MERCADOPAGO_ENCRYPTION_KEYS'],
    ['webhook-secret', 'MERCADOPAGO_WEBHOOK_SECRET'],
  ] as const) {
    it(`takes no --${option}, and says where it belongs`, async () => {
      const expected = {
        stdout: '',
        stderr:
          `--${option} is not an option, because everybody on this machine can read arguments. Set ${variable} instead.\n` +
          'See mercadopago-oauth exchange --help\n',
        code: 2,
      }

      expect(await run(['exchange', `--${option}`, canary])).to.deep.equal(expected)
      expect(await run(['exchange', `--${option}=${canary}`])).to.deep.equal(expected)
    })
  }
})

describe('mercadopago-oauth pkce', () => {
  withRealSockets()

  it('prints a verifier and its challenge', async () => {
    const { stdout, ...rest } = await run(['pkce'])

    expect(rest).to.deep.equal({ stderr: '', code: 0 })
    const [, verifier = '', challenge] =
      /^code verifier {3}([\w-]{43})\ncode challenge {2}([\w-]{43})\nmethod {10}S256\n$/.exec(
        stdout,
      ) ?? []
    expect(challenge).to.equal(createHash('sha256').update(verifier).digest('base64url'))
  })

  it('gives one JSON value with --json', async () => {
    const { stdout, code } = await run(['pkce', '--json', '--method', 'plain', '--length', '128'])

    const pair = JSON.parse(stdout)
    expect(code).to.equal(0)
    expect(pair.codeVerifier).to.match(/^[\w-]{128}$/)
    expect(pair).to.deep.equal({
      codeVerifier: pair.codeVerifier,
      codeChallenge: pair.codeVerifier,
      codeChallengeMethod: 'plain',
    })
  })
})
