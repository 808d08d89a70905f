import type { BrowserContext } from 'playwright-core'
import { startApp } from '../examples/sample-app.ts'
import { signIn } from '../examples/visitor.ts'
import { begin, keepPicture } from './picture.ts'

const ana = 700100001
const secondsADay = 24 * 60 * 60

/** A linked seller of the sample marketplace, renewed once by hand. */
export async function feriaPicture(context: BrowserContext): Promise<void> {
  const app = await startApp('koa')
  try {
    const sandboxUrl = /\(sandbox (\S+)\)/.exec(app.readyLine)?.[1] ?? ''
    const advance = (seconds: number) => advanceClock(sandboxUrl, seconds)
    await advance((begin.getTime() - Date.now()) / 1000)
    const page = await context.newPage()
    await signIn(page, app)
    await page.goto(`${app.url}/mercadopago/connect`)
    await page.locator(`[data-testid=seller][value="${ana}"]`).check()
    await page.getByTestId('allow').click()
    await page.getByTestId('notice').waitFor()
    await advance(55 * secondsADay)
    await page.goto(`${app.url}/sellers/${ana}`)
    await page.getByTestId('renew').click()
    await page.locator('[data-what=renewed]').waitFor()
    await advance(48 * secondsADay)
    await page.goto(`${app.url}/sellers/${ana}`)
    await page.getByTestId('timeline').waitFor()
    await keepPicture(page, 'feria')
    await page.close()
  } finally {
    await app.end()
  }
}

async function advanceClock(sandboxUrl: string, seconds: number): Promise<void> {
  const { ok, status } = await fetch(`${sandboxUrl}/sandbox/api/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seconds }),
  })
  if (!ok) throw new Error(`The clock was not moved: ${status}`)
}
