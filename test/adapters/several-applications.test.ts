import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import {
  createClient,
  MemoryTokenStore,
  mercadoPagoProvider,
  SellerTokens,
} from 'mercadopago-oauth'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { Browser, type PageResponse } from '../helpers/browser.ts'
import { type Country, countryApps } from '../helpers/country-apps.ts'
import type { ServedApp } from '../helpers/served-app.ts'

const clientIds = { ar: '1111111111111111', br: '2222222222222222' }

for (const app of countryApps) {
  for (const callbacks of ['one callback', 'a callback each'] as const) {
    for (const stores of ['one store', 'a store each'] as const) {
      describe(`two applications through ${app.name}, with ${callbacks} and ${stores}`, () => {
        let sandbox: Sandbox
        let ar: Country
        let br: Country
        let served: ServedApp
        let browser: Browser
        let sellerId: string

        beforeEach(async () => {
          sandbox = await createSandbox({
            applications: [applicationOf('ar'), applicationOf('br')],
          })
          const encryptionKeys = [randomBytes(32)]
          const shared = new MemoryTokenStore()
          const countryOf = (name: 'ar' | 'br'): Country => {
            const { clientId, clientSecret, redirectUris, webhookSecret } = applicationOf(name)
            const country = name === 'ar' ? 'AR' : 'BR'
            const provider = { ...mercadoPagoProvider({ country }), ...sandbox.endpoints }
            const [redirectUri = ''] = redirectUris
            const client = createClient({ clientId, clientSecret, redirectUri, provider })
            const store = stores === 'one store' ? shared : new MemoryTokenStore()
            const sellers = new SellerTokens({ client, store, encryptionKeys, settleMs: 20 })
            return { name, clientId, clientSecret, redirectUri, provider, webhookSecret, sellers }
          }
          ar = countryOf('ar')
          br = countryOf('br')
          served = await app.start([ar, br])
          browser = new Browser(served.origin, { 'x-user': 'shop-1' })
          sellerId = String(sandbox.sellers[0]?.id)
        })

        afterEach(async () => {
          await served.stop()
          await Promise.all([ar, br].map(({ sellers }) => sellers.close()))
          await sandbox.close()
        })

        function applicationOf(name: 'ar' | 'br') {
          const path = callbacks === 'one callback' ? '/callback' : `/${name}/callback`
          return {
            clientId: clientIds[name],
            clientSecret: `${name}-client-secret-of-more-than-32-characters`,
            redirectUris: [`http://127.0.0.1:1${path}`],
            webhookSecret: `${name}-webhook-secret`,
          }
        }

        /** Begins an attempt and has the seller decide; the response that the browser would take back. */
        async function consent(
          country: Country,
          decide: 'approve' | 'deny' = 'approve',
        ): Promise<URL> {
          const { headers } = await browser.get(`/${country.name}/connect`)
          return new URL(await sandbox[decide](headers.get('location') ?? ''))
        }

        /** Takes the response to its callback, or to that of another country. */
        function comeBack(response: URL, to?: Country): Promise<PageResponse> {
          const { pathname } = to === undefined ? response : new URL(to.redirectUri)
          return browser.get(`${pathname}${response.search}`)
        }

        async function linkedTo({ sellers }: Country): Promise<string[]> {
          return (await sellers.byOwner('shop-1')).map((seller) => seller.sellerId)
        }

        /** The applications that asked the token endpoint for something, in order. */
        function askedForTokens(): (string | undefined)[] {
          return sandbox.requests
            .filter(({ path }) => path === '/oauth/token')
            .map(({ clientId }) => clientId)
        }

        it('links a seller to the application that sent them there, and to no other', async () => {
          expect((await comeBack(await consent(br))).status).to.equal(302)

          expect(await linkedTo(br)).to.deep.equal([sellerId])
          expect(await linkedTo(ar)).to.deep.equal([])
          expect(askedForTokens()).to.deep.equal([br.clientId])
        })

        it('keeps the tokens of one seller under both applications apart', async () => {
          await comeBack(await consent(ar))
          await comeBack(await consent(br))
          const before = await ar.sellers.accessToken(sellerId)
          expect(before.split('-')[1]).to.equal(ar.clientId)
          expect((await br.sellers.accessToken(sellerId)).split('-')[1]).to.equal(br.clientId)

          await br.sellers.renew(sellerId)
          expect(await ar.sellers.accessToken(sellerId)).to.equal(before)
          expect(askedForTokens()).to.deep.equal([ar.clientId, br.clientId, br.clientId])

          await br.sellers.unlink(sellerId)
          expect([await linkedTo(ar), await linkedTo(br)]).to.deep.equal([[sellerId], []])
        })

        it('K14: ends the attempt of the application that began it, in whatever order they come back', async () => {
          const [first, second] = [await consent(ar), await consent(br)]

          expect((await comeBack(second)).status).to.equal(302)
          expect([await linkedTo(ar), await linkedTo(br)]).to.deep.equal([[], [sellerId]])
          expect((await comeBack(first)).status).to.equal(302)
          expect([await linkedTo(ar), await linkedTo(br)]).to.deep.equal([[sellerId], [sellerId]])
          expect(askedForTokens()).to.deep.equal([br.clientId, ar.clientId])
        })

        it('K14: leaves the attempt of one usable when the other ends badly', async () => {
          const [refused, kept] = [await consent(ar, 'deny'), await consent(br)]
          const unknown = new URL(kept)
          unknown.searchParams.set('state', 'A'.repeat(43))

          const responses = [
            await comeBack(unknown, ar),
            await comeBack(unknown, br),
            await comeBack(refused),
            await comeBack(refused),
          ]
          expect(responses.map(({ status, code }) => [status, code])).to.deep.equal([
            [403, 'state_mismatch'],
            [403, 'state_mismatch'],
            [403, 'access_denied'],
            [403, 'state_consumed'],
          ])
          expect((await comeBack(kept)).status).to.equal(302)
          expect([await linkedTo(ar), await linkedTo(br)]).to.deep.equal([[], [sellerId]])
          expect(askedForTokens()).to.deep.equal([br.clientId])
        })

        if (callbacks === 'a callback each') {
          it('K14: refuses the response to one at the callback of the other, and uses up neither', async () => {
            const [toAr, toBr] = [await consent(ar), await consent(br)]

            for (const [visit, other] of [
              [toAr, br],
              [toBr, ar],
            ] as const) {
              const { status, code } = await comeBack(visit, other)
              expect([status, code]).to.deep.equal([403, 'state_mismatch'])
            }
            expect(askedForTokens()).to.deep.equal([])
            expect(browser.live()).to.have.length(2)
            for (const visit of [toAr, toBr]) expect((await comeBack(visit)).status).to.equal(302)
            expect([await linkedTo(ar), await linkedTo(br)]).to.deep.equal([[sellerId], [sellerId]])
          })
        }

        it('marks a seller who withdraws from one under that one alone', async () => {
          for (const country of [ar, br]) {
            await comeBack(await consent(country))
            sandbox.changeApplication(country.clientId, {
              webhookUrl: `${served.origin}/${country.name}/notifications`,
            })
          }
          await sandbox.withdraw(sellerId, br.clientId)
          await sandbox.settled()

          expect(
            sandbox.notifications.map(({ clientId, status }) => [clientId, status]),
          ).to.deep.equal([[br.clientId, 200]])
          expect((await br.sellers.status(sellerId))?.state).to.equal('relink')
          expect((await br.sellers.status(sellerId))?.lostReason).to.equal('revoked')
          expect((await ar.sellers.status(sellerId))?.state).to.equal('linked')
        })

        it("refuses a notification at the other application's address, and asks about nobody", async () => {
          for (const country of [ar, br]) await comeBack(await consent(country))
          const webhookUrl = `${served.origin}/${ar.name}/notifications`
          sandbox.changeApplication(br.clientId, { webhookUrl })
          sandbox.clear()
          await sandbox.withdraw(sellerId, br.clientId)
          await sandbox.settled()

          expect(sandbox.notifications.map(({ status }) => status)).to.deep.equal([401])
          expect(sandbox.requests).to.deep.equal([])
          expect((await ar.sellers.status(sellerId))?.state).to.equal('linked')
        })
      })
    }
  }
}
