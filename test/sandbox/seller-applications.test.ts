import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { closeServers, httpServer, type Loopback } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import {
  approvedCode,
  authorizationUrl,
  exchange,
  invalidGrant,
  parameter,
  postToken,
  redirectUri,
  seen,
  tokenOf,
} from './wire.ts'

describe('sandbox: the page of a seller', () => {
  withRealSockets()
  let receiver: Loopback
  let sandbox: Sandbox
  let page: string
  let clientId: string

  beforeEach(async () => {
    receiver = await httpServer((response) => response.writeHead(200).end())
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri], webhookUrl: receiver.origin }],
      startAt: new Date('2026-03-09T07:30:00Z'),
    })
    page = `${sandbox.url}/sellers/700100001/applications`
    clientId = sandbox.application.clientId
  })

  afterEach(async () => {
    await sandbox.close()
    await closeServers()
  })

  async function read(url: string, language = 'es'): Promise<string> {
    return (await fetch(url, { headers: { 'accept-language': language } })).text()
  }

  function withdraw(fields: object, headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams({ ...fields })
    return fetch(page, { method: 'POST', body, headers, redirect: 'manual' })
  }

  async function actions(): Promise<unknown[]> {
    await sandbox.settled()
    return sandbox.notifications.map(({ action }) => action)
  }

  it('says that nothing is connected', async () => {
    const html = await read(page)

    expect(html).to.contain('<h1>Aplicaciones conectadas a PANADERIA_ANA</h1>')
    expect(html).to.contain('<p>Ninguna aplicación está conectada a esta cuenta.</p>')
    expect(html).to.not.contain('data-testid="withdraw"')
  })

  it('lists what is connected, since when, and a button for each', async () => {
    sandbox.application.name = 'Mercado <b>Norte</b>'
    await sandbox.approve(authorizationUrl(sandbox))
    sandbox.clock.advance({ days: 40 })
    await sandbox.approve(authorizationUrl(sandbox))

    const html = await read(page, 'pt')

    expect(html).to.contain('<h1>Aplicativos conectados a PANADERIA_ANA</h1>')
    expect(html).to.contain(`<h2 id="name-${clientId}">Mercado &lt;b>Norte&lt;/b></h2>`)
    expect(html).to.match(
      />Conectado em <time datetime="2026-03-09T07:30:\d\d\.\d{3}Z">9 de março de 2026<\/time></,
    )
    expect(html.match(/data-testid="connection"/g)).to.have.length(1)
    expect(html).to.match(
      new RegExp(`aria-labelledby="withdraw-${clientId} name-${clientId}"[^>]*>Remover o acesso<`),
    )
  })

  it('says when a connection was last used and renewed, once it was', async () => {
    const refresh_token = await tokenOf(
      exchange(sandbox, await approvedCode(sandbox)),
      'refresh_token',
    )
    sandbox.clock.advance({ days: 40 })
    const response = postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
    const authorization = `Bearer ${await tokenOf(response, 'access_token')}`
    sandbox.clock.advance({ days: 1 })
    await fetch(sandbox.endpoints.userInfoEndpoint, { headers: { authorization } })
    await fetch(sandbox.endpoints.userInfoEndpoint)
    sandbox.clock.advance({ days: 1 })

    const html = await read(page, 'en')

    const days = [...html.matchAll(/class="day">([^<]+) <time[^>]*>([^<]+)</g)]
    expect(days.map(([, what, day]) => `${what} ${day}`)).to.deep.equal([
      'Connected on March 9, 2026',
      'Last used: April 19, 2026',
      'Last renewed: April 18, 2026',
    ])
  })

  it('tells the uses of one seller from those of another', async () => {
    await sandbox.approve(authorizationUrl(sandbox))
    const joao = await sandbox.approve(authorizationUrl(sandbox), { seller: 700200002 })
    await exchange(sandbox, parameter(joao, 'code'))

    expect(await read(page, 'en')).to.not.contain('Last used')
    page = `${sandbox.url}/sellers/700200002/applications`
    expect(await read(page, 'en')).to.contain('Last used')
  })

  it('knows nothing of uses before there were any', async () => {
    await sandbox.approve(authorizationUrl(sandbox))

    expect(await read(page, 'en')).to.not.match(/Last (used|renewed)/)
  })

  it('lists the applications of this seller only', async () => {
    await sandbox.approve(authorizationUrl(sandbox), { seller: 700200002 })

    expect(await read(page)).to.not.contain('data-testid="connection"')
  })

  it('leads to the pages of the others, in the same language', async () => {
    const html = await read(`${page}?lang=en`)

    const links = [...html.matchAll(/href="(\/sellers\/[^"]+)"><span/g)].map(([, href]) => href)
    expect(links).to.deep.equal(
      [700200002, 700300003, 700400004, 700500005].map(
        (id) => `/sellers/${id}/applications?lang=en`,
      ),
    )
  })

  it('says what withdrawing does before it is done', async () => {
    await sandbox.approve(authorizationUrl(sandbox))

    expect(await read(page, 'en')).to.contain(
      '<p>Feria loses access at once. Its codes and tokens stop working, and it receives a notification. You can connect it again later.</p>',
    )
  })

  it('withdraws at the press of the button, and says so', async () => {
    const code = await approvedCode(sandbox)
    const html = await read(`${page}?lang=en`)
    const fields = Object.fromEntries(
      [...html.matchAll(/name="(\w+)" value="(\w+)"/g)].map(([, name, value]) => [name, value]),
    )

    const response = await withdraw(fields, { 'sec-fetch-site': 'same-origin' })
    const location = response.headers.get('location') ?? ''
    const after = await read(new URL(location, sandbox.url).href)

    expect(fields).to.deep.equal({ client_id: clientId, lang: 'en' })
    expect(response.status).to.equal(303)
    expect(location).to.equal(`/sellers/700100001/applications?withdrawn=${clientId}&lang=en`)
    expect(after).to.contain(
      'role="status" data-testid="withdrawn">Feria no longer has access to your account.</p>',
    )
    expect(after).to.not.contain('data-testid="withdraw"')
    expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
    expect(await actions()).to.have.members(['application.authorized', 'application.deauthorized'])
  })

  it('withdraws one application and leaves the others', async () => {
    const other = sandbox.addApplication({ name: 'Otra', redirectUris: [redirectUri] })
    await sandbox.approve(authorizationUrl(sandbox))
    await sandbox.approve(authorizationUrl(sandbox, { client_id: other.clientId }))

    await withdraw({ client_id: other.clientId })

    const html = await read(page)
    expect(html).to.contain(`name-${clientId}`)
    expect(html).to.not.contain(`name-${other.clientId}`)
  })

  it('withdraws nothing when the form names nothing', async () => {
    await sandbox.approve(authorizationUrl(sandbox))

    await withdraw({})

    expect(await actions()).to.deep.equal(['application.authorized'])
  })

  it('does not say that something was withdrawn while it is connected', async () => {
    await sandbox.approve(authorizationUrl(sandbox))

    expect(await read(`${page}?withdrawn=${clientId}`)).to.not.contain('data-testid="withdrawn"')
  })

  for (const [what, headers] of [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this host', { 'sec-fetch-site': 'same-site' }],
    ['another origin, in an old browser', { origin: 'https://elsewhere.example' }],
    ['an origin that is hidden, in an old browser', { origin: 'null' }],
  ] as const) {
    it(`refuses a form from ${what}`, async () => {
      await sandbox.approve(authorizationUrl(sandbox))

      const response = await withdraw({ client_id: clientId }, headers)

      expect(response.status).to.equal(403)
      expect(await actions()).to.deep.equal(['application.authorized'])
    })
  }

  it('takes its own form in a browser that sends only the origin', async () => {
    await sandbox.approve(authorizationUrl(sandbox))

    const response = await withdraw({ client_id: clientId }, { origin: sandbox.url })

    expect(response.status).to.equal(303)
  })

  it('lets the browser say where its own form comes from', async () => {
    const response = await fetch(page)

    expect(response.headers.get('referrer-policy')).to.equal('same-origin')
  })

  it('is not there for an unknown seller', async () => {
    page = `${sandbox.url}/sellers/1/applications`

    const statuses = [(await fetch(page)).status, (await withdraw({ client_id: clientId })).status]

    expect(statuses).to.deep.equal([404, 404])
  })

  it('tells the application of a consent given on the consent page', async () => {
    const consent = /name="consent" value="([\w-]{36})"/.exec(
      await read(authorizationUrl(sandbox)),
    )?.[1]
    const body = new URLSearchParams({
      consent: consent ?? '',
      seller: '700100001',
      decision: 'allow',
    })
    await fetch(`${sandbox.url}/authorization`, { method: 'POST', body, redirect: 'manual' })

    expect(await actions()).to.deep.equal(['application.authorized'])
  })
})
