import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { blocksOf, edited, writePrograms } from './page.ts'

const run = promisify(execFile)
const blocks = blocksOf('docs/testing.md')
const blockWith = (text: string) => blocks.find(({ code }) => code.includes(text))?.code ?? ''

const suite = blockWith("from 'node:test'")
const file = 'sellers.test.mjs'
const importLine = "import { after, before, beforeEach, describe, it } from 'node:test'\n"

// `pnpm pack:check` runs the suite by vitest and by Jest, which are not installed here.
describe('the suite of docs/testing.md', function suites() {
  this.timeout(60_000)
  withRealSockets()

  it('passes by node --test', async () => {
    const cwd = writePrograms('node-test', { [file]: suite })

    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], { cwd })

    expect(stdout).to.match(/^# pass 3$/m)
  })

  it('passes by mocha, without its import', async () => {
    const cwd = writePrograms('mocha', { [file]: edited(suite, { [importLine]: '' }) })
    const mocha = resolve('node_modules/.bin/mocha')

    const { stdout } = await run(mocha, ['--no-config', '--timeout', '20000', file], { cwd })

    expect(stdout).to.match(/^ {2}3 passing/m)
  })

  it('compiles in TypeScript, with the types that the page names', () => {
    const [, declarations = ''] = blockWith('let sandbox: Sandbox').split('\n\n')
    const untyped = declarations.replace(/: \w+/g, '')
    const typed = edited(suite, {
      'import { createClient': 'import { type Client, createClient',
      'import { createSandbox }': 'import { createSandbox, type Sandbox }',
      [indented(untyped)]: indented(declarations),
      'link(seller)': 'link(seller: number)',
    })

    expect(() => writePrograms('typed', { 'sellers.test.ts': typed })).not.to.throw()
  })
})

describe('the sample of docs/testing.md for the official SDK', () => {
  it('leads the SDK to the sandbox', async function sdk() {
    this.timeout(60_000)
    const cwd = writePrograms('sdk', {
      'lead.ts': blockWith('function leadToSandbox'),
      'app.ts': `import { MercadoPagoConfig, OAuth } from 'mercadopago'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import { leadToSandbox } from './lead.js'

const redirect_uri = 'http://localhost:3000/callback'
const sandbox = await createSandbox({ applications: [{ redirectUris: [redirect_uri], pkce: 'off' }] })
leadToSandbox(sandbox)
const { clientId: client_id, clientSecret: client_secret } = sandbox.application
const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri })
const redirect = await sandbox.approve(\`\${sandbox.endpoints.authorizationEndpoint}?\${query}\`)
const code = new URL(redirect).searchParams.get('code') ?? ''
const body = { client_id, client_secret, code, redirect_uri }
const { access_token } = await new OAuth(new MercadoPagoConfig({ accessToken: '' })).create({ body })
console.log(access_token)
process.exit()
`,
    })

    const { stdout } = await run(process.execPath, ['app.js'], { cwd })

    expect(stdout).to.match(/^APP_USR-/)
  })
})

/** As the suite declares them, inside a function. */
function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, '  ')
}
