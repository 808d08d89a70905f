import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createClient as openFile } from '@libsql/client'
import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { apps, createFolder, removeFolder, runApp } from './sample-app.ts'
import { press, SharedSandbox } from './shared-sandbox.ts'
import { signedIn } from './visitor.ts'

const ana = 700100001

for (const name of apps) {
  describe(`restarting ${name}`, function restarting() {
    this.timeout(60_000)
    withRealSockets()
    let shared: SharedSandbox
    let folder: string

    beforeEach(async () => {
      shared = await SharedSandbox.start()
      folder = createFolder()
    })
    afterEach(async () => {
      await shared.stop()
      removeFolder(folder)
    })

    it('keeps its sellers and its key, readable by nobody else', async () => {
      await linkIn({})

      const app = await shared.startApp(name, {}, folder)
      const { body: home } = await (await signedIn(app)).get('/')
      const renewed = await press(app, ana, 'renew')
      const { stdout } = await app.end()

      expect(home).to.contain('PANADERIA_ANA')
      expect(renewed.location).to.equal(`/sellers/${ana}`)
      expect(stdout).to.contain(`Seller ${ana} is renewed\n`)
      for (const file of ['sellers.sqlite', 'sellers.sqlite.key']) {
        expect(statSync(join(folder, file)).mode & 0o777, file).to.equal(0o600)
      }
    })

    it('refuses to start with other ENCRYPTION_KEYS, and overwrites nothing', async () => {
      const keys = { ENCRYPTION_KEYS: newKey() }
      await linkIn(keys)
      const before = await rowsIn(folder)

      const env = { SANDBOX_URL: shared.url, ENCRYPTION_KEYS: newKey() }
      const outcome = await runApp(name, env, folder)

      expect(outcome).to.deep.equal({
        stdout: '',
        stderr:
          'ENCRYPTION_KEYS cannot be used: "encryptionKeys" must include the key that sealed the stored tokens.\n',
        code: 1,
      })
      expect(before).to.have.length(2)
      expect(await rowsIn(folder)).to.deep.equal(before)
    })

    it('names the key file when that was replaced', async () => {
      await linkIn({ ENCRYPTION_KEYS: newKey() })

      const { stderr, code } = await runApp(name, { SANDBOX_URL: shared.url }, folder)

      expect(code).to.equal(1)
      expect(stderr).to.equal(
        `The key in ${join(folder, 'sellers.sqlite.key')} cannot be used: "encryptionKeys" must include the key that sealed the stored tokens.\n`,
      )
    })

    it('opens with a new key before the old one', async () => {
      const old = newKey()
      await linkIn({ ENCRYPTION_KEYS: old })

      const app = await shared.startApp(name, { ENCRYPTION_KEYS: `${newKey()}, ${old}` }, folder)
      const { location } = await press(app, ana, 'renew')
      await app.end()

      expect(location).to.equal(`/sellers/${ana}`)
      expect(shared.refreshes.map(({ status }) => status)).to.deep.equal([200])
    })

    /** Starts the app, links a seller, ends it. */
    async function linkIn(env: NodeJS.ProcessEnv): Promise<void> {
      const app = await shared.startApp(name, env, folder)
      await shared.link(app, ana)
      await app.end()
    }
  })
}

function newKey(): string {
  return randomBytes(32).toString('base64')
}

/** The seller, and the record that the keys are checked by. */
async function rowsIn(folder: string): Promise<unknown[]> {
  const client = openFile({ url: `file:${join(folder, 'sellers.sqlite')}` })
  const { rows } = await client.execute('select * from mercadopago_sellers order by seller_id')
  client.close()
  return rows.map((row) => ({ ...row }))
}
