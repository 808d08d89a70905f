import { expect } from 'chai'
import { createWso2Sandbox, type Wso2Sandbox } from 'mercadopago-oauth-sandbox'
import type { Page } from 'playwright-core'
import { leadsOn } from '../helpers/crawl.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { withAxe } from '../sandbox/pages/axe.ts'
import { faultsOnScreens, onPhone } from '../sandbox/pages/screens.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { textsOf } from './page-texts.ts'
import { type SampleApp, startApp } from './sample-app.ts'

interface Stop {
  name: string
  open: (page: Page, url: string, server: Wso2Sandbox) => Promise<unknown>
}

const stops: readonly Stop[] = [
  { name: 'welcome', open: (page, url) => page.goto(url) },
  { name: 'consent', open: (page, url) => page.goto(`${url}/wso2/sign-in`) },
  {
    name: 'denied',
    async open(page, url) {
      await page.goto(`${url}/wso2/sign-in`)
      await page.getByTestId('deny').click()
      await page.getByTestId('error').waitFor()
    },
  },
  {
    name: 'signed-in',
    async open(page, url) {
      await page.goto(`${url}/wso2/sign-in`)
      await page.getByTestId('allow').click()
      await page.getByTestId('name').waitFor()
    },
  },
  { name: 'again', open: (page, url) => page.goto(`${url}/wso2/callback?code=a&state=b`) },
  {
    name: 'setup',
    async open(page, url, server) {
      server.application.grantTypes.splice(0, 1)
      await page.goto(`${url}/wso2/sign-in`)
      server.application.grantTypes.unshift('authorization_code')
      await page.getByTestId('error').waitFor()
    },
  },
  { name: 'no-such-page', open: (page, url) => page.goto(`${url}/nowhere`) },
  {
    name: 'server-error',
    open: (page, _url, { baseUrl }) =>
      page.goto(`${baseUrl}/authenticationendpoint/oauth2_error.do?oauthErrorCode=invalid_client`),
  },
  { name: 'server-no-such-page', open: (page, _url, server) => page.goto(`${server.baseUrl}/no`) },
]

/** As browsers ask for them. */
const locales = { en: 'en-US', es: 'es-AR', pt: 'pt-BR' }

/** What stays in English for developers, and the names of people and things. */
const constant =
  /^(Sandbox|Feria|Ana Benítez|João Araújo|(PRIMARY\/)?(ana|joao|lupe)|ana@shop\.example|[0-9a-f-]{36}|English|Español|Português)$/

function ownTexts(html: string): string[] {
  const inEnglish = /<(p|span)\b[^>]*\blang="en"[^>]*>[^<]*<\/\1>/g
  return textsOf(html.replace(inEnglish, '')).filter((text) => !constant.test(text))
}

describeInChromium('the pages of the WSO2 example, for everybody', function pages() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()
  let server: Wso2Sandbox
  let app: SampleApp
  const english = new Map<string, string[]>()

  before(async () => {
    server = await createWso2Sandbox()
    const { clientId, clientSecret } = server.application
    app = await startApp('wso2', {
      WSO2_BASE_URL: server.baseUrl,
      WSO2_CLIENT_ID: clientId,
      WSO2_CLIENT_SECRET: clientSecret,
    })
    server.application.redirectUris.push(`${app.url}/wso2/callback`)
  })
  after(async () => {
    await app?.end()
    await server?.close()
  })

  for (const [language, locale] of Object.entries(locales)) {
    describe(`in ${language}`, () => {
      let page: Page

      before(async () => {
        page = await (await withAxe(await browser.newContext({ locale, ...onPhone }))).newPage()
      })
      after(() => page?.context().close())

      for (const { name, open } of stops) {
        it(`${name}: fits, is translated, leads on, and axe finds nothing`, async () => {
          await page.context().clearCookies()
          await open(page, app.url, server)
          const byNight = language === 'en'
          const faults = await faultsOnScreens(page, `wso2-${name}-${language}`, { byNight })
          const html = await page.content()
          const texts = ownTexts(html)
          if (language === 'en') english.set(name, texts)
          const lang = await page.evaluate('document.documentElement.lang')

          expect({ faults, lang }).to.deep.equal({ faults: [], lang: language })
          expect(leadsOn(html)).to.equal(true)
          const same = texts.filter((text) => english.get(name)?.includes(text))
          expect(same).to.deep.equal(language === 'en' ? texts : [])
        })
      }
    })
  }

  it('come in a language that was chosen, which stays', async () => {
    const context = await browser.newContext({ locale: 'ja-JP' })
    const page = await context.newPage()
    await page.goto(`${app.url}/denied`)
    const asked = await page.locator('html').getAttribute('lang')
    await page.getByTestId('language-pt').click()
    const { pathname } = new URL(page.url())
    const title = await page.getByTestId('error').textContent()
    await page.goto(app.url)
    const kept = await page.locator('html').getAttribute('lang')
    await context.close()

    expect({ asked, pathname, title, kept }).to.deep.equal({
      asked: 'en',
      pathname: '/denied',
      title: 'Você não permitiu o acesso',
      kept: 'pt',
    })
  })
})
