import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { createSandbox, switchTable } from 'mercadopago-oauth-sandbox'

const manifest = createRequire(import.meta.url).resolve('mercadopago-oauth-sandbox/package.json')
const main = join(dirname(manifest), 'dist', 'main.js')

describe('a profile of the real service', () => {
  let folder: string
  let path: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'profile-'))
    path = join(folder, 'profile.json')
  })

  afterEach(async () => {
    await rm(folder, { recursive: true })
  })

  async function switchesOf(profile: unknown, options: object = {}): Promise<object> {
    await writeFile(path, JSON.stringify(profile))
    const sandbox = await createSandbox({ profile: path, ...options })
    await sandbox.close()
    return { ...sandbox.switches }
  }

  const defaults = Object.fromEntries(
    Object.entries(switchTable).map(([name, { values }]) => [name, values[0]]),
  )

  it('sets what was seen, and leaves what was not at its default', async () => {
    const switches = { denial: 'silent', refreshToken: 'not seen', tokenType: 'bearer' }

    expect(await switchesOf({ profile: 1, switches, details: {} })).to.deep.equal({
      ...defaults,
      denial: 'silent',
      tokenType: 'bearer',
    })
  })

  it('gives way to switches that are given, and goes before those of a state file', async () => {
    const stateFile = join(folder, 'state.json')
    const earlier = await createSandbox({
      stateFile,
      switches: { denial: 'silent', longState: 'refused', platformId: 'required' },
    })
    await earlier.close()

    const switches = { denial: 'redirect', longState: 'accepted', platformId: 'not seen' }
    expect(
      await switchesOf({ switches }, { stateFile, switches: { longState: 'refused' } }),
    ).to.deep.equal({ ...defaults, longState: 'refused', platformId: 'required' })
  })

  for (const [profile, reason] of [
    ['no JSON', 'it is not JSON'],
    ['[]', '"profile" must be an object with "switches"'],
    ['{}', '"switches" must be an object: switch → position'],
    ['{ "switches": { "denial": "loud" } }', '"switches.denial" must be one of redirect, silent'],
    [
      '{ "switches": { "denail": "silent" } }',
      '"switches.denail" must be left out: there is no such switch',
    ],
  ] as const) {
    it(`refuses ${profile}`, async () => {
      await writeFile(path, profile)

      const error = await createSandbox({ profile: path }).catch((e: unknown) => e)

      expect(error)
        .to.be.instanceOf(Error)
        .and.include({
          code: 'ERR_PROFILE',
          message: `the profile ${path} cannot be used: ${reason}`,
        })
    })
  }

  it('refuses a file that is not there, and a path that is none', async () => {
    const missing = await createSandbox({ profile: path }).catch((e: unknown) => e)
    const empty = await createSandbox({ profile: '' }).catch((e: unknown) => e)

    expect(missing).to.include({
      code: 'ERR_PROFILE',
      message: `the profile ${path} cannot be used: ENOENT`,
    })
    expect(empty).to.include({
      code: 'ERR_INVALID_ARG_VALUE',
      message: '"profile" must be the path of a file',
    })
  })

  describe('on the command line', function command() {
    this.timeout(20_000)

    async function started(args: readonly string[]): Promise<unknown> {
      const child = spawn(process.execPath, [main, '--port', '0', ...args])
      for await (const line of createInterface(child.stdout)) {
        const url = /http:\S+$/.exec(line)?.[0] ?? ''
        const response = await fetch(`${url}/sandbox/api/switches`)
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        await ended
        const { switches } = Object(await response.json())
        return Object.fromEntries(
          Object.entries(switches).map(([name, entry]) => [name, Object(entry).value]),
        )
      }
      return await text(child.stderr)
    }

    it('gives way to --switch', async () => {
      const switches = { denial: 'silent', tokenType: 'bearer' }
      await writeFile(path, JSON.stringify({ switches }))

      expect(await started(['--profile', path, '--switch', 'denial=redirect'])).to.deep.equal({
        ...defaults,
        tokenType: 'bearer',
      })
    })

    it('says what is wrong with it', async () => {
      expect(await started(['--profile', path])).to.equal(
        `the profile ${path} cannot be used: ENOENT\n`,
      )
    })
  })
})
