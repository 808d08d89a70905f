import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { Browser } from '../helpers/browser.ts'
import { freePort } from '../helpers/free-port.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { run } from './command-line.ts'
import { InitProject } from './init-project.ts'

/** The app of a developer before `init`, and where the printed lines go. Everybody who comes is Ana. */
const apps = {
  express: {
    head: ["const { default: express } = await import('express')", 'const app = express()'],
    signIn: "app.use((req, _res, next) => { req.user = { id: 'ana' }; next() })",
  },
  koa: {
    head: ["const { default: Koa } = await import('koa')", 'const app = new Koa()'],
    signIn: "app.use((ctx, next) => { ctx.state.user = { id: 'ana' }; return next() })",
  },
} as const

/** The lines of code that `init` printed. */
function printedCode(stdout: string): string[] {
  const [, mounting = ''] = /Mount it [^\n]*\n((?: {2}.*\n)+)/.exec(stdout) ?? []
  return mounting
    .trimEnd()
    .split('\n')
    .map((line) => line.trim())
}

/** An app that mounts what was written, by the printed lines, on this port. */
function appText(framework: keyof typeof apps, printed: readonly string[], port: number): string {
  const { head, signIn } = apps[framework]
  const [imported = '', mount = '', ready] = printed
  const listen = (line: string) =>
    line.replace(
      /app\.listen\([^)]*\)/,
      `app.listen(${port}, 'localhost', () => console.log('up'))`,
    )
  return [
    imported,
    ...(ready === undefined ? head : ['const main = async () => {', ...head]),
    signIn,
    mount,
    listen(ready ?? 'app.listen()'),
    ...(ready === undefined ? [] : ['}', 'main()']),
  ].join('\n')
}

describe('an app that mercadopago-oauth init has set up', function apps() {
  // Each starts a process, which takes its time on a busy machine.
  this.timeout(60_000)
  withRealSockets()

  let sandbox: Sandbox
  let child: ChildProcess | undefined

  before(async () => {
    sandbox = await createSandbox()
  })
  after(() => sandbox.close())
  afterEach(() => {
    child?.kill('SIGKILL')
    child = undefined
  })

  async function start(folder: string): Promise<void> {
    const { PATH } = process.env
    const started = spawn(process.execPath, ['--env-file=.env', 'app.js'], {
      cwd: folder,
      env: { PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child = started
    const [line] = await Promise.race([once(started.stdout, 'data'), once(started, 'exit')])
    expect(String(line)).to.equal('up\n')
  }

  for (const framework of ['express', 'koa'] as const) {
    for (const type of ['module', 'commonjs']) {
      it(`links a seller of the sandbox: ${framework}, ${type}`, async () => {
        const port = await freePort()
        sandbox.application.redirectUris.push(`http://localhost:${port}/mercadopago/callback`)
        const manifest = { type, dependencies: { [framework]: '*' } }
        const project = new InitProject(`${framework}-${type}`, manifest)
        const { stdout, code } = await project.init(
          ['--yes', '--port', String(port)].concat('--sandbox', sandbox.url),
        )
        expect(code).to.equal(0)
        project.write('app.js', appText(framework, printedCode(stdout), port))
        await start(project.folder)

        const browser = new Browser(`http://localhost:${port}`)
        const [, open = ''] = /^Open (\S+) as a signed-in user\.$/m.exec(stdout) ?? []
        const begun = await browser.get(new URL(open).pathname)
        const back = await sandbox.approve(begun.headers.get('location') ?? '', {
          seller: 700100001,
        })
        const { pathname, search } = new URL(back)
        const linked = await browser.get(pathname + search)

        expect(linked.status).to.equal(302)
        const env = {
          ...parseEnv(project.read('.env')),
          MERCADOPAGO_STORE: join(project.folder, 'sellers.db'),
        }
        const listed = await run(
          ['sellers', 'list', '--json', '--sandbox', sandbox.url],
          env as NodeJS.ProcessEnv,
        )
        const [seller, ...others] = JSON.parse(listed.stdout)
        expect(others).to.deep.equal([])
        expect(seller).to.include({ sellerId: '700100001', owner: 'ana', state: 'linked' })
      })
    }
  }
})

describe('the files that mercadopago-oauth init writes', function files() {
  this.timeout(60_000)

  for (const framework of ['express', 'koa'] as const) {
    for (const type of ['module', 'commonjs']) {
      it(`compile under strict settings: ${framework}, ${type}`, async () => {
        const devDependencies = { typescript: '*' }
        const manifest = { type, dependencies: { [framework]: '*' }, devDependencies }
        const project = new InitProject(`${framework}-${type}-typescript`, manifest)
        const compilerOptions = {
          ...{ strict: true, exactOptionalPropertyTypes: true, noUnusedLocals: true },
          ...{ module: 'nodenext', target: 'ES2023', types: ['node'], outDir: 'dist' },
          ...{ rootDir: 'src', declaration: true },
        }
        project.write('tsconfig.json', JSON.stringify({ compilerOptions }))
        project.write('src/main.ts', '')

        await project.init()

        const compile = () =>
          execFileSync('node_modules/.bin/tsc', ['-p', project.folder], { encoding: 'utf8' })
        expect(compile).not.to.throw()
      })
    }
  }

  for (const [framework, page, code] of [
    [
      'express',
      'packages/passport/README.md',
      [
        'passport.use(new MercadoPagoStrategy({ sellers }))',
        "const link = passport.authorize('mercadopago', { failureRedirect: '/sellers?denied' })",
        "(['/mercadopago/connect', '/mercadopago/callback'], link)",
      ],
    ],
    [
      'nest',
      'packages/passport/README.md',
      [
        'passport.use(new MercadoPagoStrategy({ sellers }))',
        "app.use(['/mercadopago/connect', '/mercadopago/callback'], ",
      ],
    ],
    [
      'koa',
      'packages/koa/README.md',
      ["mercadoPago({ sellers, failureRedirect: '/sellers' })", 'routes())'],
    ],
    [
      'hono',
      'packages/web/README.md',
      [
        'export const { handler } = mercadoPago({ sellers, user: userOf })',
        "app.all('/mercadopago/*', (c) => handler(c.req.raw))",
      ],
    ],
    [
      'next',
      'packages/web/README.md',
      [
        'export const { handler } = mercadoPago({ sellers, user: userOf })',
        "export { handler as GET, handler as POST } from '../../../mercadopago'",
      ],
    ],
  ] as const) {
    it(`say what ${page} says: ${framework}`, async () => {
      const manifest = { type: 'module', dependencies: { [framework]: '*', typescript: '*' } }
      const project = new InitProject(`${framework}-readme`, manifest)

      const { stdout, stderr } = await project.init(['--yes', '--framework', framework])

      const everywhere = [
        "import { createClient as openFile } from '@libsql/client'",
        "import { optionsFromEnv, SellerTokens } from 'mercadopago-oauth'",
        "import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'",
        'const store = new SqliteTokenStore({ client: ',
        'await store.migrate()',
        'const sellers = new SellerTokens({ ...optionsFromEnv(process.env), store })',
      ]
      const readme = readFileSync(page, 'utf8')
      for (const part of [...everywhere, ...code]) {
        expect(readme).to.include(part)
        expect(stderr + stdout).to.include(part)
      }
    })
  }
})
