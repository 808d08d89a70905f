import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Keeps a picture of the whole page in `.cache/screenshots`, if `SCREENSHOTS=1` asks for pictures. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS !== '1') return
  await page.screenshot({ path: join('.cache/screenshots', `${name}.png`), fullPage: true })
}
