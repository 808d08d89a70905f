import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { blocksOf, writePrograms } from './page.ts'
import { SampleProcess } from './sample-process.ts'

/** A sample as its reader has it. */
interface Sample {
  /** Its files; `app.ts` is the one that starts. */
  programs: Record<string, string>
  /** Where the browser is after the link. */
  lands: string
  env?: () => NodeJS.ProcessEnv
}

type Link = (sandbox: Sandbox, app: string, cookie: string) => Promise<Response>
/** Compiled for the first sample that links. */
let linking: Promise<Link> | undefined

const seller = 700200002
/** The samples of one database share it, as the processes of one shop do. */
const key = randomBytes(32).toString('base64')

/** Runs a sample against a sandbox, and links a seller through it, as `docs/testing.md` does. */
export function itLinks(title: string, { programs, lands, env = () => ({}) }: Sample): void {
  it(`${title} links a seller`, async function links() {
    this.timeout(60_000)
    // Below those that the system gives out, so that nothing takes it before the sample listens.
    const port = randomInt(20_000, 30_000)
    const origin = `http://localhost:${port}`
    const redirectUri = `${origin}${callbackPathIn(Object.values(programs).join('\n'))}`
    const sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
    let app: SampleProcess | undefined
    try {
      const file = join(writePrograms(title, onThisMachine(programs, sandbox, origin)), 'app.js')
      app = await SampleProcess.start(file, port, { ...variables(sandbox, redirectUri), ...env() })
      linking ??= linkingSample()
      const link = await linking

      const { url } = await link(sandbox, origin, 'session=shop-7')

      expect(url).to.equal(`${origin}${lands}`)
      expect(await app.tokenFor(seller)).to.match(/^APP_USR-/)
      expect(codeGrants(sandbox)).to.deep.equal([200])
    } finally {
      await app?.stop()
      await sandbox.close()
    }
  })
}

/** What every reader changes: the sandbox takes the place of Mercado Pago, this machine that of the shop. */
function onThisMachine(
  programs: Record<string, string>,
  { url, application: { clientId, clientSecret } }: Sandbox,
  origin: string,
): Record<string, string> {
  const changed = Object.entries(programs).map(([file, code]) => [
    file,
    code
      .replace(/(create\w+\(\{\s*)(clientId)/, `$1provider: sandboxProvider('${url}'), $2`)
      .replace(
        /(import \{)(.*\bcreateClient\b.*from 'mercadopago-oauth'\n)/,
        '$1 sandboxProvider,$2',
      )
      .replace("clientId: '…'", `clientId: '${clientId}'`)
      .replace("clientSecret: '…'", `clientSecret: '${clientSecret}'`)
      .replace(/https:\/\/shop\.example|http:\/\/localhost:3000/, origin)
      .replace('listen(3000)', `listen(${new URL(origin).port})`),
  ])
  return Object.fromEntries(changed)
}

/** Of a sample whose redirect URI is in its environment, the path that the pages register. */
function callbackPathIn(code: string): string {
  const uri = /redirectUri(?: =|:) '([^']+)'/.exec(code)?.[1]
  return uri === undefined ? '/mercadopago/callback' : new URL(uri).pathname
}

function variables(
  { url, application: { clientId, clientSecret } }: Sandbox,
  redirectUri: string,
): NodeJS.ProcessEnv {
  return {
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    MERCADOPAGO_CLIENT_ID: clientId,
    MERCADOPAGO_CLIENT_SECRET: clientSecret,
    MERCADOPAGO_REDIRECT_URI: redirectUri,
    MERCADOPAGO_ENCRYPTION_KEYS: key,
    MERCADOPAGO_SANDBOX: url,
  }
}

/** The sample of `docs/testing.md` for a browser test. */
async function linkingSample(): Promise<Link> {
  const blocks = blocksOf('docs/testing.md')
  const { code = '' } = blocks.find((block) => block.code.includes('function link(sandbox')) ?? {}
  const folder = writePrograms('link', { 'link.ts': code })
  const { link } = await import(pathToFileURL(join(folder, 'link.js')).href)
  return link
}

function codeGrants({ requests }: Sandbox): unknown[] {
  return requests
    .filter(({ grantType }) => grantType === 'authorization_code')
    .map(({ status }) => status)
}
