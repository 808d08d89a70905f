import type { Page } from 'playwright-core'
import { Browser } from '../helpers/browser.ts'
import type { SampleApp } from './sample-app.ts'

/** A shop that the apps offer, and the owner of the sellers that are linked there. */
export const shop = 'Panadería Ana'
export const owner = 'panadería ana'

/** What a browser sends with a form of the app's own page. */
export function ownForm(app: SampleApp): Record<string, string> {
  return {
    origin: app.url,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  }
}

/** A browser that keeps cookies and shows nothing, signed in as the owner of a shop. */
export async function signedIn(
  app: SampleApp,
  name: string = shop,
  language: string = 'en',
): Promise<Browser> {
  const browser = new Browser(app.url, { 'accept-language': language })
  const body = new URLSearchParams({ shop: name, returnTo: '/' }).toString()
  const { status } = await browser.get('/sign-in', { method: 'POST', headers: ownForm(app), body })
  if (status !== 303) throw new Error(`signing in was answered with ${status}`)
  return browser
}

/** Signs in on the first page, as a user would. */
export async function signIn(page: Page, app: SampleApp, name: string = shop): Promise<void> {
  await page.goto(app.url)
  await page.getByTestId('choose-shop').filter({ hasText: name }).click()
  await page.getByTestId('shop').waitFor()
}
