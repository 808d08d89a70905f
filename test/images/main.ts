import { type BrowserContext, chromium } from 'playwright-core'
import { chromiumOptions } from '../examples/chromium.ts'
import { feriaPicture } from './feria-picture.ts'
import { sandboxPictures } from './sandbox-pictures.ts'

// pnpm docs:images: draws the pictures of pages in docs/images anew, each time with the same clock and data.

const browser = await chromium.launch(chromiumOptions)
try {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1120, height: 760 },
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await feriaPicture(context)
  await sandboxPictures(context)
} finally {
  await browser.close()
}
