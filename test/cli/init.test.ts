import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect } from 'chai'
import { InitProject } from './init-project.ts'

const koa = { type: 'module', dependencies: { koa: '3.3.0', 'mercadopago-oauth': '*' } }
const help = 'See mercadopago-oauth init --help\n'

const newEnv = `.env (new):
  +MERCADOPAGO_CLIENT_ID=4400123456789012
  +MERCADOPAGO_CLIENT_SECRET=FeriaSandboxSecretNotARealSecret
  +MERCADOPAGO_SANDBOX=http://localhost:4400
  +MERCADOPAGO_REDIRECT_URI=http://localhost:3000/mercadopago/callback
  +MERCADOPAGO_STORE=file:sellers.db
  +MERCADOPAGO_ENCRYPTION_KEYS=(32 random bytes, not shown)

`

const koaFile = `// Links Mercado Pago sellers. The values it reads are in .env.
import { mercadoPago } from 'koa-mercadopago'
import { createClient as openFile } from '@libsql/client'
import { optionsFromEnv, SellerTokens } from 'mercadopago-oauth'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'

const file = openFile({ url: process.env.MERCADOPAGO_STORE ?? 'file:sellers.db' })
const store = new SqliteTokenStore({ client: file })
await store.migrate()
export const sellers = new SellerTokens({ ...optionsFromEnv(process.env), store })
export const mp = mercadoPago({ sellers, failureRedirect: '/sellers' }) // with ?error=<code>
`

/** As it is shown before it is written. */
function shown(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

describe('mercadopago-oauth init', () => {
  it('shows each file, writes it, and says what to run next', async () => {
    const project = new InitProject('shows', koa)

    const outcome = await project.init()

    expect(outcome).to.deep.equal({
      stdout: `written    .gitignore
written    .env
written    mercadopago.js

Mount it in your app, after your own sign-in:
  import { mp } from './mercadopago.js'
  app.use(mp.routes())
It reads the signed-in user from ctx.state.user: put your own there.

Then run:
  npm install koa-mercadopago mercadopago-oauth-sqlite @libsql/client
  npx mercadopago-oauth-sandbox --redirect-uri http://localhost:3000/mercadopago/callback
  node --env-file=.env <the file that starts your app>

Open http://localhost:3000/mercadopago/connect as a signed-in user.
`,
      stderr: `.gitignore (new):
  .env
  sellers.db*

${newEnv}mercadopago.js (new):
${shown(koaFile)}
`,
      code: 0,
    })
    expect(project.read('mercadopago.js')).to.equal(koaFile)
    expect(project.read('.gitignore')).to.equal('.env\nsellers.db*\n')
    expect(readdirSync(project.folder)).to.have.members([
      ...['package.json', 'mercadopago.js', '.env', '.gitignore'],
    ])
  })

  it('writes a key of 32 bytes that nobody else may read, a new one each time', async () => {
    const keys = await Promise.all(
      ['key-one', 'key-two'].map(async (name) => {
        const project = new InitProject(name, koa)
        const { stdout, stderr } = await project.init()
        const { MERCADOPAGO_ENCRYPTION_KEYS: key = '' } = parseEnv(project.read('.env'))
        expect(statSync(join(project.folder, '.env')).mode & 0o777).to.equal(0o600)
        expect(stdout + stderr).not.to.contain(key)
        return key
      }),
    )

    expect(keys.map((key) => Buffer.from(key, 'base64').length)).to.deep.equal([32, 32])
    expect(keys[0]).not.to.equal(keys[1])
  })

  it('adds to .env what is missing, and neither shows nor changes the rest of it', async () => {
    const project = new InitProject('adds', koa)
    project.write('.env', 'SESSION=CANARY\nMERCADOPAGO_CLIENT_ID=\nMERCADOPAGO_STORE=file:other.db')
    chmodSync(join(project.folder, '.env'), 0o644)

    const { stdout, stderr } = await project.init(['--yes', '--port', '8080'])

    const text = project.read('.env')
    expect(text).to.match(
      /^SESSION=CANARY\nMERCADOPAGO_CLIENT_ID=\nMERCADOPAGO_STORE=file:other.db\n/,
    )
    expect(parseEnv(text)).to.deep.include({
      SESSION: 'CANARY',
      MERCADOPAGO_CLIENT_ID: '4400123456789012',
      MERCADOPAGO_STORE: 'file:other.db',
      MERCADOPAGO_REDIRECT_URI: 'http://localhost:8080/mercadopago/callback',
    })
    expect(stderr).to.contain('.env (changed):\n  +MERCADOPAGO_CLIENT_ID=4400123456789012\n')
    expect(stdout + stderr).not.to.contain('CANARY')
    expect(statSync(join(project.folder, '.env')).mode & 0o777).to.equal(0o600)
  })

  it('sends an application that is there already to no sandbox', async () => {
    const project = new InitProject('own', koa)
    project.write('.env', 'MERCADOPAGO_CLIENT_ID=7\nMERCADOPAGO_CLIENT_SECRET=CANARY\n')

    const { stdout, stderr } = await project.init()

    expect(Object.keys(parseEnv(project.read('.env')))).to.have.members([
      ...['MERCADOPAGO_CLIENT_ID', 'MERCADOPAGO_CLIENT_SECRET', 'MERCADOPAGO_REDIRECT_URI'],
      ...['MERCADOPAGO_STORE', 'MERCADOPAGO_ENCRYPTION_KEYS'],
    ])
    expect(stdout).to.contain(
      'Your .env has its own application, so sellers link at the real Mercado Pago. For a sandbox, set MERCADOPAGO_SANDBOX.\n',
    )
    expect(stdout).not.to.contain('npx mercadopago-oauth-sandbox')
    expect(stdout + stderr).not.to.contain('CANARY')
  })

  it('changes nothing the second time', async () => {
    const project = new InitProject('twice', koa)
    await project.init()
    const before = ['.env', '.gitignore', 'mercadopago.js'].map((path) => project.read(path))

    const { stdout, stderr } = await project.init()

    expect(stdout).to.match(
      /^unchanged {2}\.gitignore\nunchanged {2}\.env\nunchanged {2}mercadopago\.js\n/,
    )
    expect(stderr).to.equal('')
    expect(
      ['.env', '.gitignore', 'mercadopago.js'].map((path) => project.read(path)),
    ).to.deep.equal(before)
  })

  it('shows what changes in a file that exists', async () => {
    const project = new InitProject('diff', koa)
    project.write('mercadopago.js', koaFile.replace("'/sellers'", "'/account'"))

    const { stderr } = await project.init()

    expect(stderr).to.contain(`mercadopago.js (changed):
  @@ -8 +8 @@
   const store = new SqliteTokenStore({ client: file })
   await store.migrate()
   export const sellers = new SellerTokens({ ...optionsFromEnv(process.env), store })
  -export const mp = mercadoPago({ sellers, failureRedirect: '/account' }) // with ?error=<code>
  +export const mp = mercadoPago({ sellers, failureRedirect: '/sellers' }) // with ?error=<code>
`)
    expect(project.read('mercadopago.js')).to.equal(koaFile)
  })

  for (const [title, before, after] of [
    ['adds to', 'node_modules', 'node_modules\n.env\nsellers.db*\n'],
    ['undoes the exception in', '.env\n!.env\n*.db*\n', '.env\n!.env\n*.db*\n.env\n'],
    ['leaves', '/.env*\nsellers.db*\n', '/.env*\nsellers.db*\n'],
  ] as const) {
    it(`${title} a .gitignore: ${JSON.stringify(before)}`, async () => {
      const project = new InitProject('ignore', koa)
      project.write('.gitignore', before)

      await project.init()

      expect(project.read('.gitignore')).to.equal(after)
    })
  }

  it('asks before each file, after it has shown it, and writes none that is refused', async () => {
    const project = new InitProject('asks', koa)
    const questions: string[] = []
    const confirm = async (question: string) => {
      questions.push(question)
      return question !== 'Write .gitignore?'
    }

    const { stdout, stderr } = await project.init([], { isInteractive: true, confirm })

    expect(questions).to.deep.equal(['Write .gitignore?', 'Write .env?', 'Write mercadopago.js?'])
    expect(stdout).to.match(/^skipped {4}\.gitignore\nwritten {4}\.env\n/)
    expect(stderr).to.match(/\nKeep \.env out of git: it holds a key\.\n$/)
    expect(existsSync(join(project.folder, '.gitignore'))).to.equal(false)
  })

  it('stops at Ctrl-C', async () => {
    const project = new InitProject('stops', koa)
    const confirm = async () => undefined

    const { stdout, stderr, code } = await project.init([], { isInteractive: true, confirm })

    expect({ stdout, code }).to.deep.equal({ stdout: '', code: 1 })
    expect(stderr).to.match(/\nStopped: nothing more was written\.\n$/)
    expect(readdirSync(project.folder)).to.deep.equal(['package.json'])
  })

  it('writes nothing over a file that has changed since it was shown', async () => {
    const project = new InitProject('raced', koa)
    const confirm = async (question: string) => {
      if (question === 'Write .env?') project.write('.env', 'SESSION=CANARY\n')
      return true
    }

    const { stderr, code } = await project.init([], { isInteractive: true, confirm })

    expect(code).to.equal(1)
    expect(stderr).to.match(/\n\.env has changed since it was shown: run this again\.\n$/)
    expect(project.read('.env')).to.equal('SESSION=CANARY\n')
  })

  for (const path of ['.env', 'src'] as const) {
    it(`writes nothing through a symbolic link: ${path}`, async () => {
      const project = new InitProject('linked', koa)
      const outside = new InitProject('outside', {})
      outside.write('target/.keep', '')
      const target = path === 'src' ? join(outside.folder, 'target') : join(outside.folder, 'env')
      symlinkSync(target, join(project.folder, path))

      const { stderr, code } = await project.init()

      const refused = path === 'src' ? 'src/mercadopago.js' : '.env'
      expect({ stderr, code }).to.deep.equal({
        stderr: `${refused} is not a plain file in this folder: move it away.\n`,
        code: 1,
      })
      expect(readdirSync(outside.folder)).to.have.members(['package.json', 'target'])
      expect(readdirSync(join(outside.folder, 'target'))).to.deep.equal(['.keep'])
    })
  }

  it('gives one JSON value with --json', async () => {
    const project = new InitProject('json', { dependencies: { hono: '*' } })
    project.write('pnpm-lock.yaml', '')

    const { stdout, stderr } = await project.init(['--yes', '--json'])

    const { MERCADOPAGO_ENCRYPTION_KEYS: key = '' } = parseEnv(project.read('.env'))
    expect(JSON.parse(stdout)).to.deep.equal({
      files: { '.gitignore': 'written', '.env': 'written', 'mercadopago.js': 'written' },
      next: {
        toDo: [
          'Fill in userOf() in mercadopago.js: it finds the user who is signed in.',
          'Mount it in your app, after your own sign-in:',
          "  const { handler, ready } = require('./mercadopago.js')",
          "  app.all('/mercadopago/*', (c) => handler(c.req.raw))",
          '  ready.then(() => app.listen(/* as before */))',
        ],
        commands: [
          'pnpm add mercadopago-oauth-web mercadopago-oauth mercadopago-oauth-sqlite @libsql/client',
          'npx mercadopago-oauth-sandbox --redirect-uri http://localhost:3000/mercadopago/callback',
          'node --env-file=.env <the file that starts your app>',
        ],
        open: 'http://localhost:3000/mercadopago/connect',
      },
    })
    expect(stdout + stderr).not.to.contain(key)
  })

  for (const [title, dependencies, folders, file] of [
    [
      'Nest, although it lists Express',
      { '@nestjs/core': '*', express: '*' },
      ['src'],
      'src/mercadopago.ts',
    ],
    [
      'Next.js, with its app folder',
      { next: '*' },
      ['app', 'src'],
      'app/mercadopago/[...path]/route.js',
    ],
    [
      'Next.js below src, in TypeScript',
      { next: '*', typescript: '*' },
      ['src/app'],
      'src/app/mercadopago/[...path]/route.ts',
    ],
    ['Hono, in TypeScript', { hono: '*', typescript: '*' }, [], 'mercadopago.ts'],
  ] as const) {
    it(`recognizes ${title}`, async () => {
      const project = new InitProject('recognizes', { type: 'module', dependencies })
      for (const folder of folders) mkdirSync(join(project.folder, folder), { recursive: true })

      const { stdout, code } = await project.init()

      expect(code).to.equal(0)
      expect(stdout).to.contain(`written    ${file}\n`)
      expect(existsSync(join(project.folder, file))).to.equal(true)
    })
  }

  for (const [title, manifest, args, sentence] of [
    [
      'no framework',
      { dependencies: {} },
      ['--yes'],
      'package.json lists no Express, Koa, Nest, Next.js or Hono: give --framework.',
    ],
    [
      'several frameworks',
      { dependencies: { koa: '*', express: '*' } },
      ['--yes'],
      'package.json lists several frameworks (express, koa): give --framework.',
    ],
    [
      'a framework that is none',
      koa,
      ['--yes', '--framework', 'CANARY'],
      '--framework must be one of express, koa, nest, next, hono.',
    ],
    ['nobody to ask', koa, [], 'There is no terminal to ask on: give --yes to confirm.'],
    [
      'a port that is none',
      koa,
      ['--yes', '--port', '65536'],
      '--port must be a whole number from 1 to 65535.',
    ],
    [
      'a sandbox that is no URL',
      koa,
      ['--yes', '--sandbox', 'localhost:4400'],
      '--sandbox must be an absolute URL, such as http://localhost:4400.',
    ],
  ] as const) {
    it(`ends with 2 for ${title}, and writes nothing`, async () => {
      const project = new InitProject('refuses', manifest)

      expect(await project.init([...args])).to.deep.equal({
        stdout: '',
        stderr: `${sentence}\n${help}`,
        code: 2,
      })
      expect(readdirSync(project.folder)).to.deep.equal(['package.json'])
    })
  }
})
