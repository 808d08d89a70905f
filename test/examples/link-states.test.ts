import { expect } from 'chai'
import type { BrowserContext, Page } from 'playwright-core'
import { withRealSockets } from '../helpers/nock.ts'
import { describeInChromium, withChromium } from './chromium.ts'
import { apps, type SampleApp } from './sample-app.ts'
import { disconnectAll, SharedSandbox } from './shared-sandbox.ts'
import { signIn } from './visitor.ts'

const ana = 700100001
const joao = 700200002
const lupe = 700300003
const quiosco = 700400004

/** As browsers ask for them. */
const locales = { en: 'en-US', es: 'es-AR', pt: 'pt-BR' }

/** What the page of a seller says; `END` stands for the day on which the token expires. */
const texts = {
  en: {
    overdue: [
      'Renewal overdue',
      'Feria could not renew the access yet. You can keep selling until END. Renew it before that day.',
    ],
    ended: [
      'Access expired',
      'The access expired on END, so you cannot sell. Renew it now. If Mercado Pago refuses, connect again.',
    ],
    cannotRenew: [
      'Connected',
      'Feria cannot renew this access. Connect again before END to keep selling.',
    ],
    refused: 'Mercado Pago refused a renewal. Feria will retry later',
    reason: 'Mercado Pago refused the renewal',
  },
  es: {
    overdue: [
      'Renovación atrasada',
      'Feria todavía no pudo renovar el acceso. Puedes seguir vendiendo hasta el END. Renuévalo antes de ese día.',
    ],
    ended: [
      'Acceso vencido',
      'El acceso venció el END, así que no puedes vender. Renuévalo ahora. Si Mercado Pago no lo acepta, conecta la cuenta otra vez.',
    ],
    cannotRenew: [
      'Conectada',
      'Feria no puede renovar este acceso. Conecta la cuenta otra vez antes del END para seguir vendiendo.',
    ],
    refused: 'Mercado Pago rechazó una renovación. Feria la reintentará más tarde',
    reason: 'Mercado Pago rechazó la renovación',
  },
  pt: {
    overdue: [
      'Renovação atrasada',
      'A Feria ainda não conseguiu renovar o acesso. Você pode continuar vendendo até END. Renove antes desse dia.',
    ],
    ended: [
      'Acesso vencido',
      'O acesso venceu em END, por isso você não pode vender. Renove agora. Se o Mercado Pago recusar, conecte a conta de novo.',
    ],
    cannotRenew: [
      'Conectada',
      'A Feria não pode renovar este acesso. Conecte a conta de novo antes de END para continuar vendendo.',
    ],
    refused: 'O Mercado Pago recusou uma renovação. A Feria vai tentar mais tarde',
    reason: 'O Mercado Pago recusou a renovação',
  },
}

/** A moment before the refresh token expires, too: the access token counts as ended a minute early. */
const justEnded = { days: 179, hours: 23, minutes: 59, seconds: 3 }

describeInChromium('the page of a seller who was not renewed', function linkStates() {
  this.timeout(60_000)
  withRealSockets()
  const browser = withChromium()
  let shared: SharedSandbox
  let app: SampleApp
  let context: BrowserContext
  let page: Page

  afterEach(() => context?.close())

  // Each test has its own seller, as what happened to one stays in the list of events.
  for (const language of ['en', 'es', 'pt'] as const) {
    describe(`in ${language}`, () => {
      before(() => start('koa'))
      after(stop)
      afterEach(async () => {
        shared.sandbox.clearFaults()
        shared.sandbox.application.scopes = ['read', 'write', 'offline_access']
        await disconnectAll(app)
      })

      it('K26: says that a renewal is overdue, and a renewal mends it', async () => {
        await open(ana, language)
        failRenewals()
        shared.sandbox.clock.advance({ days: 160 })

        const [state, trouble] = texts[language].overdue
        await reloadUntil(state)

        const written = await dated(trouble)
        expect(await textOn('trouble')).to.equal(written)
        expect(await ways()).to.deep.equal({ checkout: 1, renew: 1, connect: 0 })
        await page.goto(app.url)
        expect(await textOn('link-state')).to.equal(state)
        expect(await textOn('trouble')).to.equal(written)
        await page.goto(`${app.url}/sellers/${ana}`)
        shared.sandbox.clearFaults()
        await page.getByTestId('renew').click()
        expect(await textOn('link-state')).to.equal(texts[language].cannotRenew[0])
        expect(await page.getByTestId('trouble').count()).to.equal(0)
      })

      it('K26: says that the token has ended, keeps the checkout off, and a renewal mends it', async () => {
        await open(joao, language)
        failRenewals()
        shared.sandbox.clock.advance(justEnded)

        const [state, trouble] = texts[language].ended
        await reloadUntil(state)

        expect(await textOn('trouble')).to.equal(await dated(trouble))
        expect(await ways()).to.deep.equal({ checkout: 0, renew: 1, connect: 1 })
        expect(await page.getByTestId('checkout').isDisabled()).to.equal(true)
        expect(await page.getByTestId('due-at').count()).to.equal(0)
        await page.goto(`${app.url}/sellers/${joao}/checkout`)
        expect(await textOn('error-code')).to.equal('upstream_unavailable')
        shared.sandbox.clearFaults()
        await page.reload()
        await page.getByTestId('checkout-form').waitFor()
        await page.goto(`${app.url}/sellers/${joao}`)
        expect(await textOn('link-state')).to.equal(texts[language].cannotRenew[0])
        expect(await ways()).to.deep.equal({ checkout: 1, renew: 1, connect: 0 })
      })

      it('K23: says that a token cannot be renewed, and until when to connect again', async () => {
        shared.sandbox.application.scopes = ['read', 'write']
        await open(lupe, language)

        const [state, trouble] = texts[language].cannotRenew

        expect(await textOn('link-state')).to.equal(state)
        expect(await textOn('trouble')).to.equal(await dated(trouble))
        expect(await ways()).to.deep.equal({ checkout: 1, renew: 0, connect: 1 })
        expect(await page.getByTestId('due-at').count()).to.equal(0)
      })

      it('K05: reports a refused renewal while the access is still valid', async () => {
        await open(quiosco, language)
        shared.sandbox.fail('token', 'unauthorized_client')

        await page.getByTestId('renew').click()
        expect(await textOn('error-code')).to.equal('renewal_refused')
        shared.sandbox.fail('token', 'unauthorized_client')
        await page.getByTestId('try-again').click()
        await page.getByTestId('renew').click()
        await page.getByTestId('try-again').click()

        // Twice the same is one line.
        const refused = page.locator('[data-what=renewalRefused]')
        expect(await refused.locator('span').textContent()).to.equal(texts[language].refused)
        expect(await refused.locator('small').getAttribute('data-code')).to.equal('renewal_refused')
        expect(await refused.locator('small').textContent()).to.equal(texts[language].reason)
        expect(await textOn('link-state')).to.equal(texts[language].cannotRenew[0])
      })
    })
  }

  describe('days after the end', () => {
    afterEach(stop)

    for (const name of apps) {
      it(`K26: leads a seller who is refused days after the end to link again (${name})`, async () => {
        await start(name)
        await open(ana, 'en')
        // Unlike an outage, this leaves no doubt that the refresh token was not spent.
        failRenewals('invalid_client')
        shared.sandbox.switches.expiredGrant = 'expired_grant'
        shared.sandbox.clock.advance({ days: 183 })
        await reloadUntil('Access expired')

        shared.sandbox.clearFaults()
        await page.getByTestId('renew').click()

        expect(await textOn('link-state')).to.equal('Must connect again')
        expect(await textOn('trouble')).to.equal(
          'Feria did not renew the access in time, and it expired. Connect again to keep selling.',
        )
        expect(await ways()).to.deep.equal({ checkout: 0, renew: 0, connect: 1 })
        await page.goto(`${app.url}/sellers/${ana}/checkout`)
        expect(await textOn('error-code')).to.equal('reauthorization_required')
        await page.getByTestId('try-again').click()
        await page.getByTestId('connect').click()
        await page.locator(`[data-testid=seller][value="${ana}"]`).check()
        await page.getByTestId('allow').click()
        expect(await textOn('link-state')).to.equal('Connected')
        expect(await ways()).to.deep.equal({ checkout: 1, renew: 1, connect: 0 })
      })
    }
  })

  async function start(name: string): Promise<void> {
    shared = await SharedSandbox.start()
    app = await shared.startApp(name, {})
  }

  async function stop(): Promise<void> {
    await app?.end()
    await shared?.stop()
  }

  /** The page of a linked seller, without the script that keeps it up to date. */
  async function open(seller: number, language: keyof typeof locales): Promise<void> {
    await shared.link(app, seller)
    const options = { locale: locales[language], javaScriptEnabled: false }
    context = await browser.newContext(options)
    page = await context.newPage()
    await signIn(page, app)
    await page.goto(`${app.url}/sellers/${seller}`)
  }

  function failRenewals(kind: 'unavailable' | 'invalid_client' = 'unavailable'): void {
    shared.sandbox.fail('token', kind, { grantType: 'refresh_token', times: 1_000 })
  }

  /** The app follows the sandbox's clock, but not at once. */
  async function reloadUntil(state: string | undefined): Promise<void> {
    while ((await textOn('link-state')) !== state) {
      await shared.clockRead()
      await page.reload()
    }
  }

  async function textOn(testId: string): Promise<string | null> {
    return await page.getByTestId(testId).textContent()
  }

  async function dated(text: string | undefined): Promise<string | undefined> {
    return text?.replace('END', (await textOn('expires-at')) ?? '')
  }

  async function ways(): Promise<{ checkout: number; renew: number; connect: number }> {
    return {
      checkout: await page.locator('a[data-testid=checkout]').count(),
      renew: await page.getByTestId('renew').count(),
      connect: await page.getByTestId('connect').count(),
    }
  }
})
