import { createHmac, hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Browser } from '../helpers/browser.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { apps, createFolder, removeFolder, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { ownForm, signedIn } from './visitor.ts'

const ana = 700100001
const dayMs = 24 * 60 * 60 * 1000

for (const name of apps) {
  describe(`the sign-in of ${name}`, function signInOf() {
    this.timeout(60_000)
    withRealSockets()
    let shared: SharedSandbox
    let folder: string
    let app: SampleApp

    before(async () => {
      shared = await SharedSandbox.start()
      folder = createFolder()
      app = await shared.startApp(name, {}, folder)
      await shared.link(app, ana)
    })
    after(async () => {
      await app?.end()
      await shared?.stop()
      if (folder) removeFolder(folder)
    })

    it('is a signed cookie that no script reads, for a month', async () => {
      const { setCookies } = await post('/sign-in', { shop: 'Taller Lupe' })

      const attributes = setCookies.map((line) =>
        line.replace(/^([\w.]+)=[^;]+(.* expires=)[^;]+/, '$1=…$2…'),
      )
      expect(attributes).to.deep.equal([
        'feria=…; path=/; expires=…; samesite=lax; httponly',
        'feria.sig=…; path=/; expires=…; samesite=lax; httponly',
      ])
      for (const line of setCookies) {
        const expires = new Date(/expires=([^;]+)/.exec(line)?.[1] ?? '')
        expect(Math.round((expires.getTime() - Date.now()) / dayMs)).to.equal(30)
      }
    })

    it('shows the first page to a stranger, who can choose a shop there', async () => {
      const { status, body } = await new Browser(app.url).get('/')

      expect(status).to.equal(200)
      expect(body).to.contain('data-testid="choose-shop"').and.not.contain('PANADERIA_ANA')
    })

    const gates: Record<string, string> = {
      [`GET /sellers/${ana}`]: `/sellers/${ana}`,
      [`GET /sellers/${ana}/checkout`]: `/sellers/${ana}/checkout`,
      [`GET /sellers/${ana}/events`]: `/sellers/${ana}`,
      [`POST /sellers/${ana}/renew`]: `/sellers/${ana}`,
      [`POST /sellers/${ana}/disconnect`]: `/sellers/${ana}`,
      [`POST /sellers/${ana}/checkout`]: `/sellers/${ana}`,
    }
    for (const [request, page] of Object.entries(gates)) {
      it(`comes before ${request}, and leads back to ${page}`, async () => {
        const [method = '', path = ''] = request.split(' ')
        const visitor = new Browser(app.url)

        const first = await visitor.get(path, { method, headers: ownForm(app) })
        const asked = first.headers.get('location') ?? ''
        const form = await visitor.get(asked)
        const returnTo = /name="returnTo" value="([^"]*)"/.exec(form.body)?.[1] ?? ''
        const { status, headers } = await post('/sign-in', { shop: 'Panadería Ana', returnTo })

        expect(first.status).to.equal(303)
        expect(asked).to.equal(`/sign-in?${new URLSearchParams({ returnTo: page })}`)
        expect(status).to.equal(303)
        expect(headers.get('location')).to.equal(page)
      })
    }

    it('comes before linking: a linked seller belongs to a user', async () => {
      const { status, headers, setCookies } = await new Browser(app.url).get('/mercadopago/connect')

      expect(status).to.equal(302)
      expect(headers.get('location')).to.equal('/sign-in')
      expect(setCookies).to.deep.equal([])
    })

    for (const returnTo of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'javascript:alert(1)',
      '/%09/evil.example/..//evil.example',
      '\t//evil.example',
      `/${'a'.repeat(600)}`,
    ]) {
      it(`leads nobody to ${JSON.stringify(returnTo.slice(0, 40))}`, async () => {
        const visitor = await signedIn(app)

        const responses = [
          await post('/sign-in', { shop: 'Panadería Ana', returnTo }),
          await visitor.get(`/sign-in?${new URLSearchParams({ returnTo })}`),
          await visitor.get(`/language/es?${new URLSearchParams({ returnTo })}`),
        ]

        for (const { status, headers } of responses) {
          const target = new URL(headers.get('location') ?? '', app.url)
          expect(status).to.equal(303)
          expect(target.origin).to.equal(app.url)
        }
      })
    }

    it('is over after signing out', async () => {
      const visitor = await signedIn(app)
      const before = await visitor.get(`/sellers/${ana}`)
      const out = await visitor.get('/sign-out', { method: 'POST', headers: ownForm(app) })
      const after = await visitor.get(`/sellers/${ana}`)

      expect([before.status, out.status, after.status]).to.deep.equal([200, 303, 303])
    })

    it('holds for no cookie that was changed', async () => {
      const visitor = await signedIn(app, 'Taller Lupe')
      const { cookies } = await signedIn(app)
      visitor.cookies.set('feria', cookies.get('feria') ?? '')

      expect((await visitor.get(`/sellers/${ana}`)).status).to.equal(303)
    })

    for (const [age, days, status] of [
      ['a day before its end', 1, 200],
      ['a day after its end', -1, 303],
    ] as const) {
      it(`responds to a cookie ${age} with ${status}`, async () => {
        const visitor = new Browser(app.url, {}, cookiesUntil(days))

        expect((await visitor.get(`/sellers/${ana}`)).status).to.equal(status)
      })
    }

    for (const shop of ['', '   ', '!!!', 'a'.repeat(41), 'Ana\u0000', 'Ana\u202Eana']) {
      it(`asks again for a name that is none: "${encodeURIComponent(shop.slice(0, 8))}"`, async () => {
        const { status, body, setCookies } = await post('/sign-in', { shop })

        expect(status).to.equal(422)
        expect(body).to.contain('data-testid="shop-rule"').and.contain('aria-invalid="true"')
        expect(setCookies).to.deep.equal([])
      })
    }

    it('takes one name for one shop, however it is written', async () => {
      const visitor = await signedIn(app, '  PANADERÍA   ana ')

      expect((await visitor.get(`/sellers/${ana}`)).status).to.equal(200)
    })

    it('shows a name as text', async () => {
      const visitor = await signedIn(app, '<b>Ana</b>')

      expect((await visitor.get('/')).body)
        .to.contain('&lt;b>Ana&lt;/b>')
        .and.not.contain('<b>')
    })

    it('is refused to a form of another site', async () => {
      const headers = { ...ownForm(app), origin: 'http://evil.example' }
      const response = await new Browser(app.url).get('/sign-in', {
        method: 'POST',
        headers,
        body: 'shop=Ana',
      })

      expect(response.status).to.equal(403)
      expect(response.setCookies).to.deep.equal([])
    })

    const bodies: Record<string, [type: string, body: string]> = {
      'a body that is too long': [
        'application/x-www-form-urlencoded',
        `shop=${'a'.repeat(20_000)}`,
      ],
      'a body that is no form': ['application/json', '{"shop":"Ana"}'],
    }
    for (const [what, [type, body]] of Object.entries(bodies)) {
      it(`responds to ${what} with 400 and form_unreadable`, async () => {
        const headers = { ...ownForm(app), 'content-type': type }
        const response = await new Browser(app.url).get('/sign-in', {
          method: 'POST',
          headers,
          body,
        })

        expect(response.status).to.equal(400)
        expect(response.body).to.contain('>form_unreadable<')
      })
    }

    for (const request of Object.keys(gates)) {
      it(`responds to ${request} of another shop with 404 and no_such_page`, async () => {
        const [method = '', path = ''] = request.split(' ')
        const stranger = await signedIn(app, 'Taller Lupe')

        const response = await stranger.get(path, { method, headers: ownForm(app) })

        expect(response.status).to.equal(404)
        expect(response.body).to.contain('>no_such_page<').and.not.contain('PANADERIA_ANA')
        expect((await (await signedIn(app)).get(`/sellers/${ana}`)).status).to.equal(200)
      })
    }

    function post(path: string, fields: Record<string, string>) {
      const body = new URLSearchParams(fields).toString()
      return new Browser(app.url).get(path, { method: 'POST', headers: ownForm(app), body })
    }

    /** As the app signs them: by a key derived from the one beside the sellers. */
    function cookiesUntil(days: number): [string, string][] {
      const key = readFileSync(join(folder, 'sellers.sqlite.key'), 'utf8').trim()
      const signing = Buffer.from(hkdfSync('sha256', key, '', 'feria session', 32))
      const until = Date.now() + days * dayMs
      const value = Buffer.from(`${until} Panadería Ana`).toString('base64url')
      const signature = createHmac('sha256', signing.toString('base64')).update(`feria=${value}`)
      return [
        ['feria', value],
        ['feria.sig', signature.digest('base64url')],
      ]
    }
  })
}
