import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** The moment at which every picture begins. It must lie ahead: a clock that is moved back ends no token. */
export const begin = new Date('2031-03-04T11:04:00Z')

/** Keeps what the window shows, once its fonts are there. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready')
  await page.screenshot({ path: join('docs/images', `${name}.png`), caret: 'hide' })
}
