import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import {
  createClient,
  MemoryTokenStore,
  mercadoPagoProvider,
  SellerTokens,
  type SellerTokensOptions,
} from 'mercadopago-oauth'
import {
  type CallbackRequest,
  createEndpoints,
  type EndpointsOptions,
} from 'mercadopago-oauth/adapter'
import nock from 'nock'
import { application, tokenResponse } from '../helpers/application.ts'
import { withoutNetwork } from '../helpers/nock.ts'
import { callback } from '../helpers/token-endpoint.ts'
import { TraceRecorder, traced } from '../helpers/trace-recorder.ts'
import { Canaries } from '../security/canaries.ts'

const { clientId } = application
const code = 'TG-canary-of-the-code-0123456789'

/** A browser at the endpoints of an app, which has made one start. */
class Visit {
  readonly #endpoints: ReturnType<typeof createEndpoints>
  readonly #user: () => unknown
  #cookie = ''
  query = ''

  private constructor(options: Partial<EndpointsOptions>, user: () => unknown) {
    this.#endpoints = createEndpoints({ ...application, ...options } as EndpointsOptions)
    this.#user = user
  }

  static async begin(
    options: Partial<EndpointsOptions> = {},
    user: () => unknown = () => 'shop-1',
  ): Promise<Visit> {
    const visit = new Visit(options, user)
    const header = () => undefined
    const reply = await visit.#endpoints.connect({ method: 'GET', header, user: () => 'shop-1' })
    const headers = new Map(reply.headers)
    visit.#cookie = headers.get('Set-Cookie')?.split(';')[0] ?? ''
    visit.query = callback(headers.get('Location') ?? '', { code })
    return visit
  }

  get cookie(): string {
    return this.#cookie
  }

  return(changes: Partial<CallbackRequest> = {}, headers: Record<string, string> = {}) {
    const sent: Record<string, string> = { cookie: this.#cookie, ...headers }
    return this.#endpoints.callback({
      method: 'GET',
      header: (name) => sent[name],
      query: this.query,
      user: this.#user,
      ...changes,
    })
  }
}

describe('the channel mercadopago-oauth:callback', () => {
  withoutNetwork()
  let recorder: TraceRecorder

  beforeEach(() => {
    recorder = new TraceRecorder('callback')
  })

  afterEach(() => recorder.stop())

  function codeGrant(): nock.Interceptor {
    return nock('https://api.mercadopago.com').post('/oauth/token')
  }

  it('reports an attempt that succeeded', async () => {
    const visit = await Visit.begin()
    codeGrant().reply(200, tokenResponse)

    const { result } = await visit.return()

    expect(result?.tokens.sellerId).to.equal(String(tokenResponse.user_id))
    expect(recorder.events).to.deep.equal(traced({ clientId }, { outcome: 'success' }))
    expect(recorder.messages.size).to.equal(1)
  })

  for (const [what, changes, errorCode, status] of [
    ['another method', { method: 'POST' }, 'callback_method', 405],
    ['no state', { query: 'code=TG-1' }, 'state_missing', 403],
    ['another user', { user: () => 'shop-2' }, 'state_mismatch', 403],
  ] as const) {
    it(`reports a callback with ${what}`, async () => {
      const visit = await Visit.begin()

      await visit.return(changes)

      expect(recorder.events).to.deep.equal(
        traced({ clientId }, { outcome: 'failure', status, errorCode }),
      )
    })
  }

  it('reports a refused code', async () => {
    const visit = await Visit.begin()
    codeGrant().reply(400, { error: 'invalid_grant' })

    await visit.return()

    expect(recorder.events).to.deep.equal(
      traced({ clientId }, { outcome: 'failure', status: 400, errorCode: 'code_rejected' }),
    )
  })

  it('reports a seller that the store could not save', async () => {
    const store = new MemoryTokenStore()
    store.save = () => Promise.reject(new Error('the store is down'))
    const sellers = new SellerTokens(sellersOptions(store))
    const visit = await Visit.begin({ sellers })
    codeGrant().reply(200, tokenResponse)

    await visit.return()

    expect(recorder.ended).to.deep.equal([
      { clientId, outcome: 'failure', status: 503, errorCode: 'store_unavailable' },
    ])
  })

  it('reports an exception of the app without its message', async () => {
    const visit = await Visit.begin({}, () => {
      throw new Error('canary of the app')
    })

    await visit.return()

    expect(recorder.ended).to.deep.equal([
      { clientId, outcome: 'failure', status: 500, errorCode: 'other' },
    ])
    expect(recorder.printed).to.not.include('canary of the app')
  })

  it('reports a prefetch, which has no effect', async () => {
    const visit = await Visit.begin()

    await visit.return({}, { 'sec-purpose': 'prefetch' })

    expect(recorder.events).to.deep.equal(
      traced({ clientId }, { outcome: 'prefetch', status: 503 }),
    )
  })

  it('reports an attempt that another application began', async () => {
    const begun = await Visit.begin()
    const other = await Visit.begin({ clientId: '6543210987654321' })

    await other.return({ query: begun.query }, { cookie: begun.cookie })

    expect(recorder.ended).to.deep.equal([
      {
        clientId: '6543210987654321',
        outcome: 'foreign',
        status: 403,
        errorCode: 'state_mismatch',
      },
    ])
  })

  it('shows no secret, in whatever way an attempt ends', async () => {
    const sellers = new SellerTokens(sellersOptions(new MemoryTokenStore()))
    const visit = await Visit.begin({ sellers })
    const other = await Visit.begin({ sellers })
    codeGrant().reply(200, tokenResponse)
    codeGrant().reply(400, { error: 'invalid_grant', message: `${code} is used` })

    await visit.return()
    await visit.return()
    await other.return()

    const canaries = new Canaries({
      code,
      clientSecret: application.clientSecret,
      accessToken: tokenResponse.access_token,
      refreshToken: tokenResponse.refresh_token,
      state: new URLSearchParams(visit.query).get('state') ?? '',
      otherState: new URLSearchParams(other.query).get('state') ?? '',
      cookie: visit.cookie,
      sellerId: String(tokenResponse.user_id),
    })
    expect(recorder.ended.map(({ outcome, errorCode }) => [outcome, errorCode])).to.deep.equal([
      ['success', undefined],
      ['failure', 'state_consumed'],
      ['failure', 'code_rejected'],
    ])
    expect(canaries.foundIn(recorder.printed)).to.deep.equal([])
  })
})

function sellersOptions(store: MemoryTokenStore): SellerTokensOptions {
  const client = createClient({ ...application, provider: mercadoPagoProvider() })
  return { client, store, encryptionKeys: [randomBytes(32)] }
}
