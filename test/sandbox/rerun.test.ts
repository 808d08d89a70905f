import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { withRealSockets } from '../helpers/nock.ts'
import { authorizationUrl, consentInBrowser, exchange, parameter, redirectUri } from './wire.ts'

const startUrl = 'https://feria.example/connect?from=sandbox'
const joao = 700200002

describe('sandbox: running an attempt again', () => {
  withRealSockets()
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri], startUrl }] })
  })
  afterEach(() => sandbox.close())

  async function press(id: number, fault: string): Promise<{ status: number; location: string }> {
    const response = await fetch(`${sandbox.url}/sandbox/attempts/${id}/again`, {
      method: 'POST',
      body: new URLSearchParams({ fault, lang: 'en' }),
      redirect: 'manual',
    })
    await response.text()
    return { status: response.status, location: response.headers.get('location') ?? '' }
  }

  /** As a browser that the app sends to the sandbox. */
  async function arrive(changes: Record<string, string> = {}): Promise<Response> {
    const url = authorizationUrl(sandbox, { state: 'another-state', ...changes })
    const response = await fetch(url, { redirect: 'manual' })
    await response.text()
    return response
  }

  const here = '/sandbox/attempts/1?lang=en#again'

  it('queues the fault, and sends the browser to where the app begins', async () => {
    await consentInBrowser(sandbox, 'allow', {})

    const answer = await press(1, 'code_refused')

    expect(answer).to.deep.equal({ status: 303, location: startUrl })
    expect(sandbox.faults).to.deep.equal([
      { endpoint: 'token', kind: 'invalid_grant', times: 1, grantType: 'authorization_code' },
    ])
  })

  it('decides as the seller did, and ties both attempts to each other', async () => {
    const url = authorizationUrl(sandbox)
    const page = await (await fetch(url)).text()
    const consent = /name="consent" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const form = { consent, decision: 'allow', seller: String(joao) }
    const body = new URLSearchParams(form)
    await fetch(`${sandbox.url}/authorization`, { method: 'POST', body, redirect: 'manual' })
    await press(1, 'code_refused')

    const back = await arrive()
    const code = parameter(back.headers.get('location') ?? '', 'code')
    const refused = await exchange(sandbox, code)

    expect(back.status).to.equal(302)
    expect(refused.status).to.equal(400)
    const [again, first] = sandbox.attempts()
    expect(again).to.include({ againOf: 1, sellerId: joao, verdict: 'struck' })
    expect(first).to.include({ id: 1, sellerId: joao, verdict: 'unexchanged' })
    expect(first).not.to.have.property('againOf')
    const pages = [1, again?.id].map((id) => fetch(`${sandbox.url}/sandbox/attempts/${id}?lang=en`))
    const [old = '', next = ''] = await Promise.all(pages.map(async (each) => (await each).text()))
    expect(/data-testid="runs".*?href="([^"]*)"/.exec(old)?.[1]).to.equal(
      `/sandbox/attempts/${again?.id}?lang=en`,
    )
    expect(/data-testid="before".*?href="([^"]*)"/.exec(next)?.[1]).to.equal(
      '/sandbox/attempts/1?lang=en',
    )
  })

  it('denies where the seller denied', async () => {
    await consentInBrowser(sandbox, 'deny', {})
    await press(1, 'slow')

    const back = await arrive()

    expect(parameter(back.headers.get('location') ?? '', 'error')).to.equal('access_denied')
    expect(sandbox.attempts()[0]).to.include({ againOf: 1, verdict: 'denied' })
  })

  it('asks where the seller decided nothing', async () => {
    await (await fetch(authorizationUrl(sandbox))).text()
    await press(1, 'slow')

    expect((await arrive()).status).to.equal(200)
    expect(sandbox.attempts()[0]).to.include({ againOf: 1, verdict: 'open' })
  })

  it('decides for the seller once, and never for another application', async () => {
    const other = sandbox.addApplication({ clientSecret: 'x', redirectUris: [redirectUri] })
    await consentInBrowser(sandbox, 'allow', {})
    await press(1, 'slow')

    const foreign = await arrive({ client_id: other.clientId })
    const first = await arrive()
    const second = await arrive({ state: 'a-third-state' })

    expect([foreign.status, first.status, second.status]).to.deep.equal([200, 302, 200])
  })

  it('decides for nobody after ten minutes, nor once the faults are cleared', async () => {
    await consentInBrowser(sandbox, 'allow', {})
    await press(1, 'slow')
    sandbox.clock.advance({ minutes: 10 })
    const late = await arrive()
    await press(1, 'slow')
    sandbox.clearFaults()
    const cleared = await arrive({ state: 'a-third-state' })

    expect([late.status, cleared.status]).to.deep.equal([200, 200])
  })

  it('shows the struck page itself, and ties it', async () => {
    await consentInBrowser(sandbox, 'allow', {})
    await press(1, 'page_unavailable')

    const struck = await arrive()

    expect(struck.status).to.equal(503)
    expect(sandbox.attempts()[0]).to.include({ againOf: 1, verdict: 'struck' })
  })

  it('stays on the page where no start is known, and ties the attempt that is begun by hand', async () => {
    sandbox.application.startUrl = undefined
    await consentInBrowser(sandbox, 'allow', {})

    const answer = await press(1, 'slow')
    await arrive()

    expect(answer).to.deep.equal({ status: 303, location: here })
    expect(sandbox.attempts()[0]).to.include({ againOf: 1 })
  })

  it('stays on the page for a fault that it does not know', async () => {
    await consentInBrowser(sandbox, 'allow', {})

    expect(await press(1, 'constructor')).to.deep.equal({ status: 303, location: here })
    expect((await arrive()).status).to.equal(200)
  })

  describe('never sends the browser elsewhere', () => {
    for (const foreign of [
      'https://evil.example/connect',
      'https://feria.example.evil.example/',
      'https://feria.example@evil.example/',
      'http://feria.example/connect',
      'https://feria.example:444/connect',
    ]) {
      it(`refuses ${foreign} as a setting, and does not use it`, async () => {
        const { clientId } = sandbox.application
        const change = () => sandbox.changeApplication(clientId, { startUrl: foreign })
        expect(change).to.throw(TypeError, '"startUrl" must be on this machine, or on the origin')
        expect(sandbox.application.startUrl).to.equal(startUrl)

        sandbox.application.startUrl = foreign
        await consentInBrowser(sandbox, 'allow', {})
        expect(await press(1, 'slow')).to.deep.equal({ status: 303, location: here })
      })
    }

    it('forgets a start whose redirect URI is no longer registered', async () => {
      await consentInBrowser(sandbox, 'allow', {})
      sandbox.application.redirectUris = ['https://other.example/callback']

      expect((await press(1, 'slow')).location).to.equal(here)
    })

    for (const own of ['http://localhost:3000/connect', 'http://127.0.0.1:3000/connect']) {
      it(`takes ${own}`, async () => {
        sandbox.changeApplication(sandbox.application.clientId, { startUrl: own })
        await consentInBrowser(sandbox, 'allow', {})

        expect((await press(1, 'slow')).location).to.equal(own)
      })
    }
  })

  it('is set in the control room and by the API, which show it without its query', async () => {
    const address = `${sandbox.url}/sandbox/applications`
    const form = new URLSearchParams({ start_url: 'http://localhost:3000/connect?key=k' })
    await fetch(`${address}/4400123456789012/start-url`, { method: 'POST', body: form })
    const page = await (await fetch(`${address}?lang=en`)).text()
    const set = sandbox.application.startUrl
    const removed = await fetch(`${sandbox.url}/sandbox/api/applications/4400123456789012`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ startUrl: null }),
    })

    expect(set).to.equal('http://localhost:3000/connect?key=k')
    expect(page).to.contain('data-testid="start-url">http://localhost:3000/connect<')
    expect(removed.status).to.equal(200)
    expect(sandbox.application.startUrl).to.equal(undefined)
  })
})
