import { execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect } from 'chai'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import { Browser } from '../../.cache/test/helpers/browser.js'
import { ended, says } from './detached-app.js'

const here = import.meta.dirname
const command = join(here, '../../packages/cli/dist/main.js')
const node = process.execPath
const signedIn = "{ id: request.headers.get('x-user') }"

/** A project of a developer, below this folder, so that it finds the frameworks. */
class Project {
  constructor(name, manifest, files) {
    this.folder = join(here, 'dist/init', name)
    rmSync(this.folder, { recursive: true, force: true })
    this.write('package.json', JSON.stringify(manifest))
    for (const [path, text] of Object.entries(files)) this.write(path, text)
  }

  write(path, text) {
    const file = join(this.folder, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, text)
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  init(...args) {
    return this.run(node, command, 'init', '--yes', ...args)
  }

  run(program, ...args) {
    try {
      const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
      const stdio = ['ignore', 'pipe', 'pipe']
      return execFileSync(program, args, { cwd: this.folder, env, stdio, encoding: 'utf8' })
    } catch (error) {
      throw new Error(`${error.message}\n${error.stdout}`)
    }
  }

  /** What the developer is told to do: the session is a header here. */
  fillInSession(path) {
    const text = this.read(path)
    const filled = text.replace('  return undefined\n', `  return ${signedIn}\n`)
    this.write(path, filled.replace('userOf(_request', 'userOf(request'))
  }
}

function bin(name) {
  return join(here, 'node_modules/.bin', name)
}

const honoApp = (port) => `
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { handler } from './mercadopago.js'
const app = new Hono()
app.all('/mercadopago/*', (c) => handler(c.req.raw))
serve({ fetch: app.fetch, port: ${port}, hostname: 'localhost' }, () => console.log('Ready'))
`

const nestApp = (port) => `
import 'reflect-metadata'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { link, ready } from './mercadopago'
@Module({})
class AppModule {}
async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] })
  app.use((req: any, _res: any, next: () => void) => {
    req.user = { id: req.headers['x-user'] }
    next()
  })
  await ready
  app.use(['/mercadopago/connect', '/mercadopago/callback'], link)
  await app.listen(${port}, 'localhost')
  console.log('Ready')
}
void main()
`

const nestCompilerOptions = {
  ...{ target: 'ES2022', module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true },
  ...{ experimentalDecorators: true, emitDecoratorMetadata: true, strictNullChecks: true },
  ...{ skipLibCheck: true, types: ['node'], typeRoots: ['../../../../../node_modules/@types'] },
  ...{ rootDir: 'src', outDir: 'dist' },
}

const bundlerOptions = {
  ...{ strict: true, module: 'esnext', moduleResolution: 'bundler', target: 'ES2022' },
  ...{ lib: ['ES2023', 'DOM'], noEmit: true, skipLibCheck: true, types: ['node'] },
  typeRoots: ['../../../../../node_modules/@types'],
}

const nextConfig = `
import { join } from 'node:path'
const root = join(import.meta.dirname, '../../../../..')
export default { turbopack: { root }, outputFileTracingRoot: root }
`

/** Each project as it is before `init`, and what is done with it after. */
const projects = {
  Hono: {
    manifest: { type: 'module', dependencies: { hono: '*' } },
    files: (port) => ({ 'app.js': honoApp(port) }),
    prepare: (project) => project.fillInSession('mercadopago.js'),
    start: () => [node, '--env-file=.env', 'app.js'],
  },
  Nest: {
    manifest: { dependencies: { '@nestjs/core': '*' } },
    files: (port) => ({
      'src/main.ts': nestApp(port),
      'tsconfig.json': JSON.stringify({
        compilerOptions: nestCompilerOptions,
        include: ['src'],
      }),
    }),
    prepare: (project) => project.run(bin('tsc'), '-p', '.'),
    start: () => [node, '--env-file=.env', 'dist/main.js'],
  },
  'Next.js': {
    manifest: { type: 'module', dependencies: { next: '*' } },
    files: () => ({ 'next.config.js': nextConfig }),
    prepare(project) {
      project.fillInSession('mercadopago.js')
      project.run(bin('next'), 'build')
    },
    start: (port) => [bin('next'), 'start', '--hostname', 'localhost', '--port', String(port)],
  },
}

describe('an app that mercadopago-oauth init has set up', () => {
  let sandbox
  before(async () => {
    sandbox = await createSandbox()
  })
  after(() => sandbox.close())

  for (const [name, { manifest, files, prepare, start }] of Object.entries(projects)) {
    it(`links a seller of the sandbox: ${name}`, async function link() {
      // A build takes its time.
      this.timeout(240_000)
      // Below those that the system gives out: nothing takes it while the app is built.
      const port = randomInt(20_000, 30_000)
      const redirectUri = `http://localhost:${port}/mercadopago/callback`
      sandbox.application.redirectUris.push(redirectUri)
      const project = new Project(name.toLowerCase(), manifest, files(port))
      project.init('--port', String(port), '--sandbox', sandbox.url)
      prepare(project)
      const [program, ...args] = start(port)
      const app = spawn(program, args, { cwd: project.folder, detached: true })
      try {
        await says(app, /Ready/)
        const shop = new Browser(`http://localhost:${port}`, { 'x-user': 'ana' })
        const begun = await shop.get('/mercadopago/connect?returnTo=/sellers')
        const back = await sandbox.approve(begun.headers.get('location'), { seller: 700100001 })
        const { pathname, search } = new URL(back)
        const linked = await shop.get(pathname + search)

        expect([linked.status, linked.headers.get('location')]).to.deep.equal([302, '/sellers'])
        expect(listed(project, sandbox)).to.deep.equal([
          { sellerId: '700100001', owner: 'ana', state: 'linked' },
        ])
      } finally {
        await ended(app)
      }
    })
  }

  for (const framework of ['hono', 'next']) {
    it(`compiles under strict settings: ${framework}`, function compile() {
      this.timeout(120_000)
      const dependencies = { [framework]: '*', typescript: '*' }
      const tsconfig = { compilerOptions: bundlerOptions }
      const project = new Project(
        `${framework}-typescript`,
        { type: 'module', dependencies },
        {
          'tsconfig.json': JSON.stringify(tsconfig),
        },
      )
      project.init()
      project.run(bin('tsc'), '-p', '.')
    })
  }
})

/** Who is linked, by the command line and the same `.env`. */
function listed(project, { url }) {
  const env = parseEnv(project.read('.env'))
  const args = [command, 'sellers', 'list', '--json', '--sandbox', url]
  const stdio = ['ignore', 'pipe', 'ignore']
  const stdout = execFileSync(node, args, { cwd: project.folder, env, stdio, encoding: 'utf8' })
  return JSON.parse(stdout).map(({ sellerId, owner, state }) => ({ sellerId, owner, state }))
}
