import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { executable } from '../helpers/executable.ts'

// The first is the same engine without a window, which takes half the time.
const executablePath =
  process.env.CHROMIUM_PATH ||
  executable('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome')

/** The browser of this machine, which talks to nobody but the pages of a test. */
export const chromiumOptions: LaunchOptions = {
  executablePath: executablePath ?? '',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

/** A suite that needs Chromium. Without one it is skipped where everybody can see it. */
export function describeInChromium(title: string, suite: (this: Mocha.Suite) => void): void {
  if (executablePath) describe(title, suite)
  else
    describe.skip(`${title} (apt-get install chromium-headless-shell, or set CHROMIUM_PATH)`, suite)
}

/** One browser for the tests of a suite. */
export function withChromium(): Pick<Browser, 'newContext' | 'newPage'> {
  let browser: Browser
  before(async () => {
    browser = await chromium.launch(chromiumOptions)
  })
  after(() => browser?.close())
  return {
    newContext: (options) => browser.newContext(options),
    newPage: (options) => browser.newPage(options),
  }
}
