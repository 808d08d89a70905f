import { expect } from 'chai'
import { createWso2Sandbox, type Wso2Sandbox } from 'mercadopago-oauth-sandbox'
import { type CrawledPage, crawl, leadsOn } from '../../helpers/crawl.ts'
import { closeServers, httpServer } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { authorizationUrl } from '../wire.ts'
import { type LivelySandbox, livelySandbox, stops } from './tour.ts'

const asBrowser = { accept: 'text/html', 'accept-language': 'es' }

async function pageOf(answer: Promise<Response>): Promise<CrawledPage> {
  const response = await answer
  const body = await response.text()
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false
  return { status: response.status, html: isPage ? body : '' }
}

describe('sandbox: where its pages lead', function pages() {
  withRealSockets()
  let lively: LivelySandbox

  before(async () => {
    const receiver = await httpServer((response) => response.writeHead(200).end())
    lively = await livelySandbox(`${receiver.origin}/webhook`)
  })
  after(async () => {
    await lively?.sandbox.close()
    await closeServers()
  })

  it('every page that a link reaches has a way on, and no link is broken', async () => {
    const { url } = lively.sandbox
    const starts = stops
      .map((stop) => stop.url(lively))
      .filter((address) => address.startsWith(url))
      .map((address) => address.slice(url.length))
    const get = (path: string) => pageOf(fetch(`${url}${path}`, { headers: asBrowser }))

    const { pages, deadEnds, broken } = await crawl(url, starts, get)

    expect({ deadEnds, broken }).to.deep.equal({ deadEnds: [], broken: [] })
    const paths = new Set(pages.map((page) => page.split('?')[0]))
    expect([...paths]).to.include.members(['/', '/logout', '/nowhere', '/sandbox/switches'])
    expect(paths.size).to.be.greaterThan(20)
  })

  it('a page that a fault strikes has a way on', async () => {
    lively.sandbox.fail('authorization', 'server_error')

    const { status, html } = await pageOf(fetch(authorizationUrl(lively.sandbox)))

    expect({ status, leadsOn: leadsOn(html) }).to.deep.equal({ status: 500, leadsOn: true })
  })

  it('a consent page that was used has a way on', async () => {
    const { sandbox } = lively
    const form = new URLSearchParams({ consent: 'used', decision: 'allow', seller: '700100001' })

    const { status, html } = await pageOf(
      fetch(`${sandbox.url}/authorization`, { method: 'POST', body: form }),
    )

    expect({ status, leadsOn: leadsOn(html) }).to.deep.equal({ status: 400, leadsOn: true })
    expect(html).to.contain('href="https://feria.example/"')
  })

  it('leads back to no address that is not registered', async () => {
    const redirect_uri = 'https://evil.example/callback'
    const { html } = await pageOf(fetch(authorizationUrl(lively.sandbox, { redirect_uri })))

    expect(html).to.contain('href="https://feria.example/"')
    expect(html).not.to.contain('href="https://evil.example')
    expect(html).not.to.contain("href='https://evil.example")
  })
})

describe('sandbox: where the pages of the WSO2 face lead', function wso2Pages() {
  withRealSockets()
  let server: Wso2Sandbox

  before(async () => {
    server = await createWso2Sandbox({
      applications: [{ redirectUris: ['https://feria.example/wso2/callback'] }],
    })
  })
  after(() => server.close())

  for (const [name, path, status] of [
    ['error page', '/authenticationendpoint/oauth2_error.do?oauthErrorCode=invalid_client', 400],
    ['page that does not exist', '/nowhere', 404],
  ] as const) {
    it(`the ${name} leads back to the application`, async () => {
      const page = await pageOf(fetch(`${server.baseUrl}${path}`, { headers: asBrowser }))

      expect(page.status).to.equal(status)
      expect(page.html).to.contain('<html lang="es">')
      expect(page.html).to.contain('href="https://feria.example/"')
    })
  }

  it('a consent page that was used leads back to the application', async () => {
    const form = new URLSearchParams({ consent: 'used', decision: 'allow' })
    const address = `${server.baseUrl}/oauth2/authorize/consent`
    const init = { method: 'POST', body: form, headers: asBrowser }

    const { status, html } = await pageOf(fetch(address, init))

    expect(status).to.equal(400)
    expect(html).to.contain('Esta página ya no funciona.')
    expect(html).to.contain('href="https://feria.example/"')
  })
})
