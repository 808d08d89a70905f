import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { freePort } from '../helpers/free-port.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { blocksOf, edited } from './page.ts'

const page = 'packages/cli/README.md'
const blocks = blocksOf(page).filter(({ language }) => language === 'sh')
const [help] = blocks
const link = blocks.find(({ code }) => code.includes('npx mercadopago-oauth-sandbox'))

/** A shell in which the commands of the workspace are installed. */
const env = {
  ...process.env,
  PATH: [resolve('node_modules/.bin'), process.env.PATH].join(delimiter),
}

/** What `npx` finds by the name of a package is installed here. */
function installed(code = ''): string {
  return code
    .replaceAll('npx mercadopago-oauth-cli', 'mercadopago-oauth')
    .replaceAll('npx mercadopago-oauth-sandbox', 'mercadopago-oauth-sandbox')
}

describe(`the first commands of ${page}`, function commands() {
  this.timeout(60_000)
  withRealSockets()
  let folder: string
  let shell: ChildProcessWithoutNullStreams
  let said: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-cli-'))
    shell = spawn('bash', { cwd: folder, env })
    said = ''
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
  })
  after(async () => {
    shell.stdin.end('\nkill %1\n')
    await once(shell, 'close')
    rmSync(folder, { recursive: true, force: true })
  })

  it('print what the command can do', async () => {
    const code = installed(help?.code)
    const { stdout } = await promisify(execFile)('bash', ['-c', code], { env })

    expect(stdout).to.include('authorize-url')
  })

  it('link a seller of the sandbox by hand', async () => {
    const port = await freePort()
    const sandbox = `http://localhost:${port}`
    const code = edited(installed(link?.code), {
      'mercadopago-oauth-sandbox': `mercadopago-oauth-sandbox --port ${port}`,
      'http://localhost:4400': sandbox,
    })
    const [start = '', ask = '', exchange = ''] = code.split('\n\n')

    shell.stdin.write(`${start}\n`)
    await heard(/sandbox ready at/)
    shell.stdin.write(`${ask}\n`)
    const [, authorizationUrl = ''] = await heard(/authorization URL +(\S+)\n/)
    const [, verifier = ''] = await heard(/code verifier +(\S+)\n/)
    const [first, read, ...rest] = edited(exchange, { '…': verifier }).split('\n')
    const typed = await codeFor(sandbox, authorizationUrl)
    shell.stdin.write([first, read, typed, ...rest, ''].join('\n'))
    const [table] = await heard(/seller [\s\S]*written to .*\n/)

    const names = (text: string) => text.split('\n').map((line) => line.split(/ {2,}/)[0])
    expect(names(table)).to.deep.equal(names(shown()))
    const tokens = JSON.parse(readFileSync(join(folder, 'tokens.json'), 'utf8'))
    expect(tokens.response.access_token).to.match(/^APP_USR-/)
  })

  /** Resolves when the shell has printed this. */
  async function heard(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(said)
      if (match) return match
      const [event] = await Promise.race([
        once(shell.stdout, 'data'),
        once(shell.stderr, 'data'),
        once(shell, 'exit').then(() => [undefined]),
      ])
      if (event === undefined) throw new Error(`the shell ended: ${said}`)
    }
  }
})

/** What the commands print, as the page shows it: its first block without a language. */
function shown(): string {
  return /\n\n```\n([\s\S]*?)^```$/m.exec(readFileSync(page, 'utf8'))?.[1] ?? ''
}

/** The consent that the reader gives in the browser, and the code in the address that comes back. */
async function codeFor(sandbox: string, authorizationUrl: string): Promise<string> {
  const response = await fetch(`${sandbox}/sandbox/api/approve`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ authorizationUrl, seller: 700100001 }),
  })
  const { redirect } = (await response.json()) as { redirect: string }
  return new URL(redirect).searchParams.get('code') ?? ''
}
