import { execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { followed } from '../../.cache/test/samples/followed.js'
import { assertFormatted } from '../../.cache/test/samples/formatted.js'
import { keptSeller, linkedSeller, linkVisit } from '../../.cache/test/samples/link-visit.js'
import { followedInNode, nodeReadmes } from '../../.cache/test/samples/node-readmes.js'
import { blocksOf, edited, firstProgram, root } from '../../.cache/test/samples/page.js'
import { SandboxCommand } from '../../.cache/test/samples/sandbox-command.js'
import { ended, says } from './detached-app.js'

const here = import.meta.dirname

const web = 'packages/web/README.md'
const passport = 'packages/passport/README.md'

/** The parts of a block, each under a comment that names its file. */
function partsOf(readme, text) {
  const block = blocksOf(readme).find(
    ({ language, code }) => language === 'typescript' && code.includes(text),
  )
  const [, ...parts] = block.code.split(/^\/\/ (\S+\.ts).*\n/m)
  return parts.flatMap((file, index) =>
    index % 2 === 0 ? [{ file, code: `${parts[index + 1].trimEnd()}\n` }] : [],
  )
}

/** The module of the web README, with the reader's own function in place of its declaration. */
function webModule(session) {
  const declared = /^declare function userOf.*$/m
  const code = firstProgram(web)
  const imported = `import { userOf } from '${session}'`
  return {
    file: 'mercadopago.ts',
    code: edited(code, { [`\n${declared.exec(code)[0]}\n`]: `${imported}\n` }),
  }
}

const strict = { strict: true, target: 'ES2022', skipLibCheck: true, outDir: 'built' }
const types = {
  types: ['node', 'passport'],
  typeRoots: ['../../../node_modules/@types', '../../../../../node_modules/@types'],
}

/** Each app before its reader follows the README, what is added, and how it is compiled and started. */
const apps = {
  'Next.js': {
    base: 'next',
    parts: [webModule('./session'), ...partsOf(web, 'app/sellers/route.ts')],
    added: 15,
    said: `${web}: a route that shows the linked sellers are 15 lines`,
    compilerOptions: {
      ...strict,
      ...types,
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['ES2023', 'DOM'],
    },
    build: [[join(here, 'node_modules/.bin/next'), 'build', 'built']],
    start: [join(here, 'node_modules/.bin/next'), 'start', 'built'],
    visitor: [403, null],
  },
  Hono: {
    base: 'hono',
    parts: [webModule('./session.js'), ...partsOf(web, 'c.req.raw')],
    added: 12,
    said: `${web}: In Hono they are 12 lines`,
    compilerOptions: { ...strict, ...types, module: 'nodenext' },
    build: [],
    start: [process.execPath, 'built/app.js'],
    visitor: [403, null],
  },
  Nest: {
    base: 'nest',
    parts: partsOf(passport, 'account.controller.ts'),
    added: 15,
    said: `${passport}: linking takes 15 lines`,
    compilerOptions: {
      ...strict,
      ...types,
      module: 'commonjs',
      moduleResolution: 'node10',
      esModuleInterop: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
    build: [],
    start: [process.execPath, 'built/main.js'],
    visitor: [403, null],
  },
}

describe('an app whose reader has followed a README', () => {
  // Its lines are counted by the tests of the workspace, which have no formatter.
  for (const each of nodeReadmes) {
    it(`is laid out as all code here: ${each.readme}`, () => {
      assertFormatted(followedInNode(each).files)
    })
  }

  for (const [name, app] of Object.entries(apps)) {
    const { base, parts, added, said, build, start, visitor } = app

    it(`has ${added} lines of code more, as the README says: ${name}`, () => {
      const [readme, sentence] = said.split(': ')

      const { files, added: found } = followed(filesOf(base), parts)
      assertFormatted(files)
      expect(found).to.equal(added)
      expect(readFileSync(join(root, readme), 'utf8')).to.include(sentence)
    })

    it(`links a seller of the sandbox, and keeps the tokens: ${name}`, async function link() {
      // A build takes its time.
      this.timeout(240_000)
      // Below those that the system gives out: nothing takes it while the app is built.
      const port = randomInt(20_000, 30_000)
      const origin = `http://localhost:${port}`
      const folder = written(app)
      const sandbox = await SandboxCommand.start(`${origin}/mercadopago/callback`)
      const env = { ...process.env, ...sandbox.env, PORT: `${port}`, NEXT_TELEMETRY_DISABLED: '1' }
      let running
      try {
        for (const [program, ...args] of build) run(program, args, folder, env)
        const [program, ...args] = start
        running = spawn(program, args, { cwd: folder, env, detached: true })
        await says(running, /Ready/)
        const visit = await linkVisit(origin, sandbox)

        const { page, linked, id } = linkedSeller
        expect(visit).to.deep.equal({ visitor, linked, page })
        expect(await keptSeller(join(folder, 'sellers.db'), sandbox)).to.equal(id)
      } finally {
        await Promise.all([ended(running), sandbox.stop()])
      }
    })
  }
})

/** The files of the reader's app. */
function filesOf(base) {
  const folder = join(here, 'base', base)
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts'))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Writes an app whose reader has followed the README, and compiles it. */
function written({ base, parts, compilerOptions }) {
  const folder = join(here, 'dist/readmes', base)
  rmSync(folder, { recursive: true, force: true })
  for (const [file, text] of Object.entries(followed(filesOf(base), parts).files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const type = compilerOptions.module === 'commonjs' ? 'commonjs' : 'module'
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  run(join(here, 'node_modules/.bin/tsc'), ['-p', '.'], folder)
  cpSync(join(here, 'base', base), join(folder, 'built'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  })
  return folder
}

function run(program, args, cwd, env = process.env) {
  try {
    execFileSync(program, args, { cwd, env, stdio: 'pipe', encoding: 'utf8' })
  } catch (error) {
    throw new Error(`${error.message}\n${error.stdout}`)
  }
}
