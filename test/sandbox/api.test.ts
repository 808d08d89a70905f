import { request as httpRequest } from 'node:http'
import { expect } from 'chai'
import { createSandbox, type Sandbox, switchTable } from 'mercadopago-oauth-sandbox'
import { closeServers, httpServer } from '../helpers/loopback.ts'
import { authorizationUrl, exchange, parameter, postToken, redirectUri, seen } from './wire.ts'

const ana = 700100001
const joao = 700200002

describe('sandbox: /sandbox/api', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri], webhookUrl: undefined }],
      startAt: new Date('2026-03-09T07:30:00Z'),
    })
  })

  afterEach(async () => {
    await sandbox.close()
    await closeServers()
  })

  /** Status and body of a call; a body makes it JSON. */
  function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const json = { method, headers: { 'content-type': 'application/json', ...headers } }
    return seen(
      fetch(`${sandbox.url}/sandbox/api${path}`, {
        ...json,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )
  }

  /** The JSON that a date of the sandbox becomes. */
  function json(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value))
  }

  describe('state', () => {
    it('is what the library says, in JSON', async () => {
      await sandbox.approve(authorizationUrl(sandbox))
      sandbox.fail('token', 'slow')

      const { status, body } = await call('GET', '/state')

      const { now, ...state } = Object(body)
      const { now: own, ...ofLibrary } = Object(json(sandbox.state()))
      expect(status).to.equal(200)
      expect(new Date(now)).to.be.at.most(new Date(own))
      expect(state).to.deep.equal(ofLibrary)
    })

    it('tells applications, sellers, connections, switches, faults and preferences', async () => {
      const { clientId } = sandbox.application
      sandbox.application.webhookUrl = 'https://ana:pass@feria.example/hook?key=k'
      const code = parameter(await sandbox.approve(authorizationUrl(sandbox)), 'code')
      const { access_token } = Object((await seen(exchange(sandbox, code))).body)
      await fetch(`${sandbox.url}/checkout/preferences`, {
        method: 'POST',
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          items: [{ title: 'Un libro', quantity: 2, unit_price: 10 }],
          marketplace_fee: 1,
        }),
      })
      await sandbox.settled()

      const { connections, preferences, applications, ...state } = sandbox.state()

      expect(applications).to.deep.equal([
        {
          clientId,
          name: 'Feria',
          redirectUris: [redirectUri],
          pkce: 'required',
          scopes: ['offline_access', 'read', 'write'],
          flows: ['authorization_code', 'client_credentials'],
          webhookUrl: 'https://feria.example/hook',
        },
      ])
      expect(connections.map(({ since, ...rest }) => rest)).to.deep.equal([
        { sellerId: ana, clientId },
      ])
      expect(preferences.map(({ id, createdAt, ...rest }) => rest)).to.deep.equal([
        { clientId, sellerId: ana, total: 20, marketplaceFee: 1 },
      ])
      expect(Object.keys(state).sort()).to.deep.equal([
        'faults',
        'now',
        'orders',
        'sellers',
        'switches',
        'url',
      ])
    })
  })

  describe('clock', () => {
    it('is moved', async () => {
      const { status, body } = await call('POST', '/clock/advance', { days: 151, minutes: 1 })

      expect(status).to.equal(200)
      expect(Object(body).now).to.match(/^2026-08-07T07:31:0/)
      expect(sandbox.clock.now().toISOString()).to.match(/^2026-08-07T07:31:0/)
      expect(Object((await call('GET', '/clock')).body).now).to.match(/^2026-08-07T07:31:0/)
    })

    it('is set to real time', async () => {
      const { status, body } = await call('POST', '/clock/reset', {})

      expect(status).to.equal(200)
      expect(Date.parse(Object(body).now) - Date.now()).to.be.within(-10_000, 1_000)
    })
  })

  describe('faults', () => {
    it('are asked for, shown and forgotten', async () => {
      const fault = { endpoint: 'token', kind: 'invalid_grant', grantType: 'refresh_token' }

      expect(await call('POST', '/faults', { ...fault, times: 2 })).to.deep.equal({
        status: 201,
        body: { faults: [{ ...fault, times: 2 }] },
      })
      await postToken(sandbox, { grant_type: 'refresh_token', refresh_token: 'TG-1' })
      expect((await call('GET', '/faults')).body).to.deep.equal({
        faults: [{ ...fault, times: 1 }],
      })
      expect(await call('DELETE', '/faults')).to.deep.equal({ status: 200, body: { faults: [] } })
      expect(sandbox.faults).to.deep.equal([])
    })
  })

  describe('switches', () => {
    it('are shown with their meaning', async () => {
      const { body } = await call('GET', '/switches')

      const { switches } = Object(body)
      expect(Object.keys(switches)).to.deep.equal(Object.keys(switchTable))
      expect(switches.denial).to.deep.equal({ value: 'redirect', ...switchTable.denial })
    })

    it('are set, several at once', async () => {
      const { status, body } = await call('PATCH', '/switches', {
        denial: 'silent',
        tokenType: 'bearer',
      })

      expect([status, Object(body).switches.denial.value]).to.deep.equal([200, 'silent'])
      expect(sandbox.switches).to.include({ denial: 'silent', tokenType: 'bearer' })
    })

    it('stay as they are when one of them is wrong', async () => {
      await call('PATCH', '/switches', { denial: 'silent', tokenType: 'BEARER' })

      expect(sandbox.switches.denial).to.equal('redirect')
    })
  })

  describe('consent', () => {
    it('is given, for any seller, and the code is good', async () => {
      const { status, body } = await call('POST', '/approve', {
        authorizationUrl: authorizationUrl(sandbox),
        seller: joao,
      })

      const { redirect } = Object(body)
      expect(status).to.equal(200)
      expect(parameter(redirect, 'state')).to.equal('state-1')
      const tokens = await seen(exchange(sandbox, parameter(redirect, 'code')))
      expect(tokens.body).to.include({ user_id: joao })
    })

    it('takes this server by the name that the caller has for it', async () => {
      const byName = authorizationUrl(sandbox).replace('127.0.0.1', 'localhost')
      const headers = { host: `localhost:${new URL(sandbox.url).port}` }

      const { status } = await raw('POST', '/approve', headers, { authorizationUrl: byName })

      expect(status).to.equal(200)
    })

    it('is denied', async () => {
      const body = { authorizationUrl: authorizationUrl(sandbox) }
      for (const sent of [body, { ...body, seller: joao }]) {
        expect(await call('POST', '/deny', sent)).to.deep.equal({
          status: 200,
          body: { redirect: `${redirectUri}?error=access_denied&state=state-1` },
        })
      }
    })

    it('is refused with what is wrong', async () => {
      const url = authorizationUrl(sandbox, { redirect_uri: `${redirectUri}/` })

      const { status, body } = await call('POST', '/approve', { authorizationUrl: url })

      expect([status, Object(body).error]).to.deep.equal([400, 'redirect_uri'])
      expect(Object(body).message).to.match(/^redirect_uri differs .* character 31: /)
    })

    it('is withdrawn', async () => {
      await sandbox.approve(authorizationUrl(sandbox))
      await sandbox.approve(authorizationUrl(sandbox), { seller: joao })

      const { clientId } = sandbox.application
      const one = await call('POST', '/withdraw', { seller: ana, clientId })
      const other = await call('POST', '/withdraw', { seller: String(joao) })

      expect(Object(one.body).connections).to.have.length(1)
      expect(other).to.deep.equal({ status: 200, body: { connections: [] } })
    })
  })

  describe('applications', () => {
    it('are added, with a secret of the caller that is not told again', async () => {
      const settings = { clientId: '42', name: 'Otra', redirectUris: [redirectUri], pkce: 'off' }

      const added = await call('POST', '/applications', { ...settings, clientSecret: 'their own' })

      const application = {
        ...settings,
        scopes: ['offline_access', 'read', 'write'],
        flows: ['authorization_code', 'client_credentials'],
      }
      expect(added).to.deep.equal({ status: 201, body: { application } })
      const client = { client_id: '42', client_secret: 'their own' }
      const grant = await postToken(sandbox, { ...client, grant_type: 'client_credentials' })
      expect(grant.status).to.equal(200)
      expect(Object((await call('GET', '/applications')).body).applications[1]).to.deep.equal(
        application,
      )
    })

    it('are changed, all or nothing', async () => {
      const { clientId } = sandbox.application
      const path = `/applications/${clientId}`
      const changes = { name: 'Feria Sur', redirectUris: ['https://a.example/'], pkce: 'optional' }

      const changed = await call('PATCH', path, {
        ...changes,
        webhookUrl: 'https://a.example/hook',
      })
      await call('PATCH', path, { name: 'Half', pkce: 'sometimes' })
      await call('PATCH', path, { webhookUrl: null })

      expect(changed.status).to.equal(200)
      expect(Object(changed.body).application).to.deep.include(changes)
      expect(sandbox.application).to.deep.include({ ...changes, webhookUrl: undefined })
      expect(sandbox.application.clientSecret).to.equal('FeriaSandboxSecretNotARealSecret')
    })
  })

  describe('the logs', () => {
    it('are those of the library', async () => {
      await fetch(authorizationUrl(sandbox, { client_id: '1' }))

      expect((await call('GET', '/requests')).body).to.deep.equal({
        requests: json(sandbox.requests),
      })
      expect((await call('GET', '/attempts')).body).to.deep.equal({
        attempts: json(sandbox.attempts()),
      })
      expect((await call('GET', '/refusals')).body).to.deep.equal({
        refusals: json(sandbox.refusals),
      })
      expect([sandbox.requests.length, sandbox.refusals.length]).to.deep.equal([1, 1])
    })

    it('show notifications, wait for them and send them again', async () => {
      const receiver = await httpServer((response) => response.writeHead(200).end())
      sandbox.application.webhookUrl = receiver.origin
      await sandbox.approve(authorizationUrl(sandbox))
      const { body } = await call('POST', '/notifications/settled', {})
      const [{ id }] = Object(body).notifications

      const again = await call('POST', `/notifications/${id}/redeliver`, {})

      expect(Object(again.body).notifications).to.have.length(2)
      expect(again.body).to.deep.equal((await call('GET', '/notifications')).body)
      expect(receiver.requests).to.have.length(2)
    })

    it('of other topics are sent', async () => {
      const receiver = await httpServer((response) => response.writeHead(200).end())
      sandbox.application.webhookUrl = receiver.origin
      const { clientId } = sandbox.application

      const { status, body } = await call('POST', '/notifications', {
        topic: 'chargeback',
        seller: String(joao),
        clientId,
      })

      expect(status).to.equal(201)
      expect(body).to.deep.equal({ notifications: json(sandbox.notifications) })
      expect(sandbox.notifications[0]).to.include({ topic: 'chargeback', sellerId: joao, clientId })
      expect(receiver.requests).to.have.length(1)
    })

    it('are emptied, with the faults, and nothing else is', async () => {
      await fetch(authorizationUrl(sandbox, { client_id: '1' }))
      await sandbox.approve(authorizationUrl(sandbox))
      sandbox.fail('token', 'slow')
      sandbox.switches.denial = 'silent'

      expect(await call('POST', '/clear', {})).to.deep.equal({ status: 200, body: {} })
      expect([sandbox.requests, sandbox.refusals, sandbox.faults]).to.deep.equal([[], [], []])
      expect(sandbox.state().connections).to.have.length(1)
      expect(sandbox.switches.denial).to.equal('silent')
    })
  })

  describe('what is refused', () => {
    for (const [method, path, body, error, message] of [
      ['POST', '/clock/advance', { days: '5' }, 'ERR_INVALID_ARG_VALUE', '"days" must be a number'],
      ['POST', '/clock/advance', { days: -1 }, 'ERR_OUT_OF_RANGE', 'the clock only moves forward'],
      [
        'POST',
        '/clock/advance',
        { weeks: 1 },
        'ERR_INVALID_ARG_VALUE',
        '"weeks" must be left out: the fields are days, hours, minutes, seconds',
      ],
      [
        'POST',
        '/faults',
        { endpoint: 'tokens', kind: 'slow' },
        'ERR_INVALID_ARG_VALUE',
        '"endpoint" must be one of authorization, token, profile, checkout',
      ],
      [
        'POST',
        '/faults',
        { endpoint: 'token' },
        'ERR_INVALID_ARG_VALUE',
        '"kind" must be a string',
      ],
      [
        'PATCH',
        '/switches',
        { denial: 'loud' },
        'ERR_INVALID_ARG_VALUE',
        '"switches.denial" must be one of redirect, silent',
      ],
      ['PATCH', '/switches', [], 'ERR_INVALID_ARG_VALUE', '"body" must be a JSON object'],
      [
        'POST',
        '/approve',
        { authorizationUrl: 'https://auth.mercadopago.com/authorization?client_id=1' },
        'ERR_INVALID_ARG_VALUE',
        /^"authorizationUrl" must be a URL of this sandbox's http:/,
      ],
      [
        'POST',
        '/approve',
        { authorizationUrl: 'x' },
        'ERR_INVALID_ARG_VALUE',
        /^"authorizationUrl" must be /,
      ],
      [
        'POST',
        '/withdraw',
        { seller: 1 },
        'ERR_INVALID_ARG_VALUE',
        '"seller" must be the id of a test seller',
      ],
      [
        'POST',
        '/deny',
        { authorizationUrl: 'x', seller: null },
        'ERR_INVALID_ARG_VALUE',
        '"seller" must be the id of a test seller',
      ],
      [
        'POST',
        '/notifications/1/redeliver',
        {},
        'ERR_INVALID_ARG_VALUE',
        '"id" must be the id of a notification that was sent',
      ],
      [
        'POST',
        '/applications',
        { name: 'x' },
        'ERR_INVALID_ARG_VALUE',
        '"clientSecret" must be a string',
      ],
      [
        'POST',
        '/applications',
        { clientSecret: 'x', redirectUris: 'https://a.example/' },
        'ERR_INVALID_ARG_VALUE',
        '"redirectUris" must be absolute http or https URLs without a fragment',
      ],
      ...[
        ['clientId', 123, 'a string of digits'],
        [
          'redirectUris',
          [['https://a.example/']],
          'absolute http or https URLs without a fragment',
        ],
        ['webhookUrl', ['https://a.example/'], 'an absolute http or https URL without a fragment'],
        ['pkce', 'no', 'one of required, optional, off'],
        ['scopes', [5], 'some of offline_access, read, write'],
      ].map(
        ([name, value, expectation]) =>
          [
            'POST',
            '/applications',
            { clientSecret: 'x', [String(name)]: value },
            'ERR_INVALID_ARG_VALUE',
            `"${name}" must be ${expectation}`,
          ] as const,
      ),
      [
        'POST',
        '/applications',
        { clientSecret: 'x', owner: {} },
        'ERR_INVALID_ARG_VALUE',
        /^"owner" must be left out/,
      ],
      [
        'PATCH',
        '/applications/1',
        { name: 'x' },
        'ERR_INVALID_ARG_VALUE',
        '"clientId" must be the id of an application',
      ],
    ] as const) {
      it(`${method} ${path} ${JSON.stringify(body)}`, async () => {
        const { status, body: response } = await call(method, path, body)

        expect([status, Object(response).error]).to.deep.equal([400, error])
        if (typeof message === 'string') expect(Object(response).message).to.equal(message)
        else expect(Object(response).message).to.match(message)
        expect(Object.keys(Object(response))).to.deep.equal(['error', 'message'])
      })
    }

    it('a denial that is silent', async () => {
      sandbox.switches.denial = 'silent'

      const response = await call('POST', '/deny', { authorizationUrl: authorizationUrl(sandbox) })

      expect(response).to.deep.equal({
        status: 400,
        body: {
          error: 'ERR_SILENT_DENIAL',
          message: 'there is no redirect: the switch "denial" is silent',
        },
      })
    })

    for (const [method, path] of [
      ['GET', '/nothing'],
      ['DELETE', '/state'],
    ] as const) {
      it(`${method} ${path}, where there is nothing`, async () => {
        expect(await call(method, path)).to.deep.equal({
          status: 404,
          body: { error: 'not_found', message: 'no endpoint has this method and path' },
        })
      })
    }

    it('JSON that is none, or too much', async () => {
      const expected = {
        error: 'body',
        message: 'the body must be JSON of at most 64 KiB',
      }
      for (const [body, status] of [
        ['{', 400],
        [JSON.stringify({ name: 'x'.repeat(70_000) }), 413],
      ] as const) {
        const headers = { 'content-type': 'application/json' }
        const url = `${sandbox.url}/sandbox/api/applications`
        const response = await seen(fetch(url, { method: 'POST', headers, body }))
        expect(response).to.deep.equal({ status, body: expected })
      }
    })

    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      it(`a body of type ${type}, which any page may send`, async () => {
        const response = await call('POST', '/clock/advance', { days: 1 }, { 'content-type': type })

        expect(response).to.deep.equal({
          status: 415,
          body: {
            error: 'unsupported_media_type',
            message: 'content-type must be application/json',
          },
        })
        expect(sandbox.clock.now().toISOString()).to.match(/^2026-03-09/)
      })
    }

    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
    ]) {
      it(`a page of another site: ${JSON.stringify(headers)}`, async () => {
        for (const [method, path] of [
          ['GET', '/state'],
          ['GET', '/events'],
          ['POST', '/clear'],
          ['DELETE', '/faults'],
        ] as const) {
          const body = method === 'POST' ? {} : undefined
          const response = await call(method, path, body, headers as Record<string, string>)
          expect([response.status, Object(response.body).error]).to.deep.equal([403, 'forbidden'])
        }
      })
    }

    it('no page of the same origin', async () => {
      const sameOrigin = { 'sec-fetch-site': 'same-origin' }
      const own = { origin: sandbox.url }

      expect((await call('POST', '/clear', {}, sameOrigin)).status).to.equal(200)
      expect((await call('POST', '/clear', {}, own)).status).to.equal(200)
      expect(
        (await call('GET', '/state', undefined, { 'sec-fetch-site': 'none' })).status,
      ).to.equal(200)
    })
  })

  /** With headers that `fetch()` does not let one choose. */
  function raw(method: string, path: string, headers: Record<string, string>, body?: object) {
    return new Promise<{ status: number | undefined }>((resolve, reject) => {
      const type = { 'content-type': 'application/json' }
      const request = httpRequest(`${sandbox.url}/sandbox/api${path}`, {
        method,
        headers: { ...type, ...headers },
      })
      request.once('response', (response) => {
        response.resume()
        resolve({ status: response.statusCode })
      })
      request.once('error', reject)
      request.end(body && JSON.stringify(body))
    })
  }

  describe('the Host header', () => {
    for (const [host, status] of [
      ['127.0.0.1:4400', 200],
      ['localhost:4400', 200],
      ['feria.localhost', 200],
      ['[::1]:4400', 200],
      ['127.1.2.3', 200],
      ['attacker.example', 403],
      ['127.0.0.1.attacker.example', 403],
      ['localhost.attacker.example', 403],
      ['192.168.1.5:4400', 403],
      ['sandbox:4400', 403],
    ] as const) {
      it(`${host}: ${status}`, async () => {
        expect(await raw('GET', '/state', { host })).to.deep.equal({ status })
      })
    }

    for (const [host, status] of [
      ['192.168.1.5:4400', 200],
      ['sandbox:4400', 200],
      ['attacker.example', 403],
    ] as const) {
      it(`${host}, when it listens everywhere: ${status}`, async () => {
        await sandbox.close()
        sandbox = await createSandbox({ host: '0.0.0.0' })

        expect(await raw('GET', '/state', { host })).to.deep.equal({ status })
      })
    }
  })

  describe('no response', () => {
    it('holds a secret, a token or a state', async () => {
      sandbox.application.webhookUrl = 'http://127.0.0.1:9/hook?key=in-the-query'
      sandbox.application.webhookSecret = 'signs-notifications'
      const code = parameter(await sandbox.approve(authorizationUrl(sandbox)), 'code')
      const { access_token, refresh_token } = Object((await seen(exchange(sandbox, code))).body)
      await fetch(authorizationUrl(sandbox, { redirect_uri: 'https://x.example/?token=t0ken' }))
      await sandbox.settled()
      const path = `/applications/${sandbox.application.clientId}`

      const responses = [await call('PATCH', path, { clientSecret: 'n3w' })]
      const logs = ['/requests', '/attempts', '/refusals', '/notifications']
      for (const read of ['/state', '/applications', ...logs]) {
        responses.push(await call('GET', read))
      }

      const text = JSON.stringify(responses)
      const secrets = ['n3w', 'FeriaSandboxSecret', 'signs-notifications', 'in-the-query', 't0ken']
      const tokens = [code, access_token, refresh_token, 'state-1']
      expect([...secrets, ...tokens].filter((each) => text.includes(each))).to.deep.equal([])
      expect(responses.map(({ status }) => status)).to.deep.equal([
        200, 200, 200, 200, 200, 200, 200,
      ])
    })
  })

  describe('events', () => {
    /** The stream, and its events as they come. */
    async function listen(headers: Record<string, string> = {}) {
      const response = await fetch(`${sandbox.url}/sandbox/api/events`, { headers })
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      return {
        response,
        reader,
        async next(): Promise<Record<string, unknown>> {
          for (;;) {
            const [, data, rest] = /^data: (.*)\n\n([\s\S]*)$/m.exec(text) ?? []
            if (data !== undefined) {
              text = rest ?? ''
              return JSON.parse(data)
            }
            const { value, done } = (await reader?.read()) ?? { done: true }
            if (done) throw new Error('the stream has ended')
            text += value
          }
        },
      }
    }

    it('tell what happens, as it happens', async () => {
      const receiver = await httpServer((response) => response.writeHead(200).end())
      const { response: reply, next } = await listen()
      const { clientId } = sandbox.application

      sandbox.clock.advance({ days: 1 })
      expect(Object(await next()).type).to.equal('clock')
      sandbox.switches.denial = 'silent'
      expect(await next()).to.deep.equal({ type: 'switch', name: 'denial', value: 'silent' })
      sandbox.fail('token', 'unavailable')
      expect(await next()).to.deep.equal({ type: 'faults', faults: json(sandbox.faults) })
      await postToken(sandbox, {})
      expect(await next()).to.deep.equal({ type: 'faults', faults: [] })
      expect(await next()).to.deep.equal({ type: 'request', request: json(sandbox.requests[0]) })
      sandbox.changeApplication(clientId, { webhookUrl: receiver.origin })
      expect(await next()).to.nested.include({
        type: 'application',
        'application.webhookUrl': `${receiver.origin}/`,
      })
      await sandbox.approve(authorizationUrl(sandbox))
      expect(await next()).to.nested.include({
        type: 'connected',
        'connection.sellerId': ana,
        'connection.clientId': clientId,
      })
      expect(await next()).to.nested.include({
        type: 'notification',
        'notification.action': 'application.authorized',
      })
      await sandbox.withdraw(ana)
      expect(Object(await next()).type).to.equal('disconnected')
      expect(Object(await next()).type).to.equal('notification')
      await fetch(authorizationUrl(sandbox, { client_id: '1' }))
      expect(Object(await next()).type).to.equal('refusal')
      expect(Object(await next()).type).to.equal('request')
      sandbox.clear()
      expect(await next()).to.deep.equal({ type: 'cleared' })
      expect(reply.headers.get('content-type')).to.equal('text/event-stream; charset=utf-8')
    })

    it('say nothing of what stays as it is', async () => {
      const { next } = await listen()

      sandbox.switches.denial = 'redirect'
      sandbox.clearFaults()
      sandbox.clear()

      expect(await next()).to.deep.equal({ type: 'cleared' })
    })

    it('end when the sandbox closes', async () => {
      const { reader } = await listen()

      await sandbox.close()
      const ended = await (async () => {
        while (!(await reader?.read())?.done);
        return 'ended'
      })().catch(() => 'cut')

      expect(ended).to.be.oneOf(['ended', 'cut'])
    })

    it('come to a listener of the library, until it has heard enough', () => {
      const heard: string[] = []
      const stop = sandbox.listen(({ type }) => heard.push(type))
      sandbox.switches.denial = 'silent'
      stop()
      sandbox.switches.denial = 'redirect'

      expect(heard).to.deep.equal(['switch'])
    })
  })
})
