import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { failureOf, keepTokens } from './kept-tokens.ts'
import { pkcs11 } from './recipes/pkcs11.ts'

/** Where systems keep SoftHSM. */
const modules = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
]
const module = modules.find((path) => existsSync(path))
const title = 'a token of SoftHSM, by pkcs11-tool'
const absent = `${title} (apt-get install softhsm2 opensc)`

if (module !== undefined) describe(title, () => tokenOfSoftHsm(module))
else if (process.env.FORBID_SKIPS) throw new Error(absent)
else describe.skip(absent, () => tokenOfSoftHsm(''))

function tokenOfSoftHsm(module: string): void {
  const environment = { ...process.env }
  let folder: string
  let publicKey: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'softhsm-'))
    mkdirSync(join(folder, 'tokens'))
    process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf')
    process.env.PKCS11_PIN = '1234'
    writeFileSync(process.env.SOFTHSM2_CONF, `directories.tokendir = ${join(folder, 'tokens')}\n`)
    run('softhsm2-util', '--init-token', '--free', '--label=shop', '--so-pin=5678', '--pin=1234')
    const tool = (...options: string[]) => run('pkcs11-tool', `--module=${module}`, ...options)
    tool(
      '--login',
      '--pin=env:PKCS11_PIN',
      '--keypairgen',
      '--key-type=rsa:2048',
      '--label=sellers',
    )
    const key = tool('--read-object', '--type=pubkey', '--label=sellers')
    publicKey = createPublicKey({ key, format: 'der', type: 'spki' })
      .export({ format: 'pem', type: 'spki' })
      .toString()
  })

  after(() => {
    process.env = environment
    if (folder !== undefined) rmSync(folder, { recursive: true })
  })

  function run(command: string, ...options: string[]): Buffer {
    return execFileSync(command, options, { stdio: ['ignore', 'pipe', 'ignore'] })
  }

  it('keeps tokens: what the public key wraps, the token unwraps', async () => {
    const wrapped = await keepTokens(pkcs11(module, 'sellers', publicKey))

    expect(Buffer.from(wrapped, 'base64')).to.have.lengthOf(256)
  })

  it('is unavailable with another PIN', async () => {
    process.env.PKCS11_PIN = '4321'

    const { cause } = await failureOf(pkcs11(module, 'sellers', publicKey))

    process.env.PKCS11_PIN = '1234'
    expect(cause)
      .to.have.property('stderr')
      .that.satisfies((text: Buffer) => text.toString().includes('CKR_PIN_INCORRECT'))
  })
}
