/** Runs the Postman collection of `examples/postman` against a sandbox. `pnpm postman`; fails when an assertion does. */
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import newman from 'newman'

const folder = new URL('../../examples/postman/', import.meta.url)
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))

const environment = read('sandbox.postman_environment.json')
const { value: redirectUri } = environment.values.find(({ key }) => key === 'redirect_uri')
const sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
try {
  const { run } = await promisify(newman.run)({
    collection: read('mercadopago-oauth.postman_collection.json'),
    environment,
    // The port of the file may be taken.
    envVar: ['auth_base_url', 'api_base_url'].map((key) => ({ key, value: sandbox.url })),
    reporters: 'cli',
  })
  // A walk that asserts nothing has shown nothing.
  const passed = run.stats.assertions.total > 0 && run.failures.length === 0
  process.exitCode = passed ? 0 : 1
} finally {
  await sandbox.close()
}
