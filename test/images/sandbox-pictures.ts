import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import type { BrowserContext } from 'playwright-core'
import {
  authorizationUrl,
  consentInBrowser,
  exchange,
  parameter,
  postToken,
  redirectUri,
  tokenOf,
} from '../sandbox/wire.ts'
import { begin, keepPicture } from './picture.ts'

const state = 'a-state-with-enough-characters-to-be-shown'

/** The control room after a few attempts, and the one whose code was stolen. */
export async function sandboxPictures(context: BrowserContext): Promise<void> {
  // The sandbox runs in this process: so that its clock stands still.
  const realNow = Date.now
  const frozen = Date.now()
  Date.now = () => frozen
  const sandbox = await createSandbox({
    startAt: begin,
    applications: [{ redirectUris: [redirectUri] }],
  })
  try {
    const stolen = await makeAttempts(sandbox)
    const page = await context.newPage()
    await page.goto(`${sandbox.url}/sandbox?lang=en`)
    await page.getByText('Updates live', { exact: true }).waitFor()
    await keepPicture(page, 'sandbox')
    await page.goto(`${sandbox.url}/sandbox/attempts/${stolen}?lang=en`)
    await page.getByText('Updates live', { exact: true }).waitFor()
    await page.evaluate(toTheExchange)
    await keepPicture(page, 'attempt')
    await page.close()
  } finally {
    Date.now = realNow
    await sandbox.close()
  }
}

/** @returns the id of the attempt whose code somebody else sent. */
async function makeAttempts(sandbox: Sandbox): Promise<number | undefined> {
  const linked = parameter(
    await consentInBrowser(sandbox, 'allow', { state: `${state}-1` }),
    'code',
  )
  const refresh_token = await tokenOf(exchange(sandbox, linked), 'refresh_token')
  await (await postToken(sandbox, { grant_type: 'refresh_token', refresh_token })).text()
  const code = parameter(await consentInBrowser(sandbox, 'allow', { state: `${state}-2` }), 'code')
  const code_verifier = 'another-verifier-'.repeat(3)
  await (await exchange(sandbox, code, { code_verifier })).text()
  const stolen = sandbox.attempts()[0]?.id
  const redirect_uri = `${redirectUri}/`
  await (await fetch(authorizationUrl(sandbox, { state: `${state}-3`, redirect_uri }))).text()
  return stolen
}

// Below the names of the parties, which stay at the top. A text, because tests have no names of a browser.
const toTheExchange = `(() => {
  const step = document.querySelector('[data-kind=exchange]')
  scrollTo({ top: scrollY + step.getBoundingClientRect().top - 48, behavior: 'instant' })
})()`
