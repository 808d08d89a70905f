import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { type Attempt, createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { withRealSockets } from '../helpers/nock.ts'
import {
  authorizationUrl,
  codeChallenge,
  codeVerifier,
  consentInBrowser,
  exchange,
  parameter,
  postToken,
  redirectUri,
  seen,
  tokenOf,
} from './wire.ts'

const state = 'a-state-with-enough-characters-to-be-shown'
const otherVerifier = 'another-verifier-'.repeat(3)

describe('sandbox: attempts', () => {
  withRealSockets()
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri, `${redirectUri}/other`], pkce: 'optional' }],
    })
  })
  afterEach(() => sandbox.close())

  async function codeOf(fields: Record<string, string | undefined> = {}): Promise<string> {
    return parameter(await consentInBrowser(sandbox, 'allow', { state, ...fields }), 'code')
  }

  /** Kind and verdict of each, newest first. */
  function verdicts(): string[] {
    return sandbox.attempts().map(({ kind, verdict }) => `${kind}: ${verdict}`)
  }

  function newest(): Attempt {
    const [attempt] = sandbox.attempts()
    if (!attempt) throw new Error('there is no attempt')
    return attempt
  }

  /** The steps of the newest one. Those that the sandbox cannot see are in brackets; a stop has its reason. */
  function steps(): string[] {
    return newest().steps.map(({ kind, sight, stop }) => {
      const name = sight === 'seen' ? kind : `(${kind}, ${sight})`
      return stop === undefined ? name : `${name}: ${stop}`
    })
  }

  const beginning = ['(send_away, inferred)', 'ask', 'consent_page', 'allow', 'code']

  describe('of sellers', () => {
    it('is linked, from the first request to the profile', async () => {
      const token = await tokenOf(exchange(sandbox, await codeOf()), 'access_token')
      const headers = { authorization: `Bearer ${token}` }
      await fetch(sandbox.endpoints.userInfoEndpoint, { headers })

      expect(verdicts()).to.deep.equal(['link: linked'])
      const asksWho = ['read_profile', 'profile']
      const exchanges = ['(callback, inferred)', 'exchange', 'check', 'tokens']
      expect(steps()).to.deep.equal([...beginning, ...exchanges, ...asksWho])
      const { clientId, sellerId, redirectUri: uri, stateHash } = newest()
      expect({ clientId, sellerId, uri, stateHash }).to.deep.equal({
        clientId: sandbox.application.clientId,
        sellerId: 700100001,
        uri: redirectUri,
        stateHash: createHash('sha256').update(state).digest('base64url'),
      })
    })

    it('shows how the verifier was checked', async () => {
      await exchange(sandbox, await codeOf())

      // The hash is that of RFC 7636, appendix B, in hex.
      const sha256 = '13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3'
      const check = newest().steps.find((step) => step.check)?.check
      expect(check).to.deep.equal({
        stored: { method: 'S256', value: codeChallenge },
        verifier: {
          value: 'dBjftJ…EjXk',
          length: 43,
          isWellFormed: true,
          sha256,
          challenge: codeChallenge,
        },
        isPassed: true,
      })
    })

    it('shows the parameters of both requests, secrets shortened', async () => {
      const code = await codeOf()
      await exchange(sandbox, code)
      const shownCode = `${code.slice(0, 6)}…0001`

      const shown = newest().steps.map(({ kind, parameters }) => ({
        kind,
        parameters: parameters.map(({ name, value }) => `${name}=${value}`),
      }))
      const of = (kind: string) => shown.find((step) => step.kind === kind)?.parameters
      expect(of('ask')).to.deep.equal([
        `client_id=${sandbox.application.clientId}`,
        'response_type=code',
        `redirect_uri=${redirectUri}`,
        'state=a-stat…hown',
        `code_challenge=${codeChallenge}`,
        'code_challenge_method=S256',
      ])
      expect(of('code')).to.deep.equal([`code=${shownCode}`, 'state=a-stat…hown'])
      expect(of('exchange')).to.deep.equal([
        `client_id=${sandbox.application.clientId}`,
        'client_secret=••••••••',
        'grant_type=authorization_code',
        `code=${shownCode}`,
        `redirect_uri=${redirectUri}`,
        'code_verifier=dBjftJ…EjXk',
      ])
    })

    it('shows of what nobody knows not even the name, and of a short secret nothing', async () => {
      await fetch(
        authorizationUrl(sandbox, { state: 'short', s3cret: 'in-the-name', client_id: 'x' }),
      )

      const text = JSON.stringify(sandbox.attempts())
      expect(
        ['short', 's3cret', 'in-the-name'].filter((each) => text.includes(each)),
      ).to.deep.equal([])
    })

    it('waits: for the seller, then for the app', async () => {
      await fetch(authorizationUrl(sandbox, { state }))
      const atFirst = verdicts()
      await codeOf()
      const after = verdicts()
      const awaited = steps()
      sandbox.clock.advance({ minutes: 10 })

      expect(atFirst).to.deep.equal(['link: open'])
      // The page was loaded again: that is the same attempt.
      expect(after).to.deep.equal(['link: unexchanged'])
      expect(awaited.at(-1)).to.equal('(callback, awaited)')
      expect(verdicts()).to.deep.equal(['link: expired'])
    })

    it('is another one once the seller has decided', async () => {
      await codeOf()
      await codeOf()

      expect(verdicts()).to.deep.equal(['link: unexchanged', 'link: unexchanged'])
    })

    it('are told apart where the app sends every seller to the same address', async () => {
      const bare = { state: undefined, code_challenge: undefined, code_challenge_method: undefined }
      await fetch(authorizationUrl(sandbox, bare))
      const code = await codeOf(bare)
      const other = { redirect_uri: `${redirectUri}/other`, code_verifier: undefined }
      await exchange(sandbox, code, other)

      expect(verdicts()).to.deep.equal(['link: other_redirect_uri', 'link: open'])
    })

    it('stops where the request is refused', async () => {
      await fetch(authorizationUrl(sandbox, { state, redirect_uri: `${redirectUri}/` }))

      expect(verdicts()).to.deep.equal(['link: refused'])
      expect(steps()).to.deep.equal(['(send_away, inferred)', 'ask', 'error_page: refused'])
      expect(newest().steps.at(-1)?.explanation).to.match(/^redirect_uri differs/)
    })

    it('stops where the seller says no', async () => {
      await consentInBrowser(sandbox, 'deny', { state })

      const opening = ['(send_away, inferred)', 'ask', 'consent_page', 'deny']
      expect(verdicts()).to.deep.equal(['link: denied'])
      expect(steps()).to.deep.equal([...opening, 'denial: denied', '(callback_denied, inferred)'])
    })

    it('stops where the seller says no and the app is told nothing', async () => {
      sandbox.switches.denial = 'silent'
      await consentInBrowser(sandbox, 'deny', { state })

      expect(steps().at(-1)).to.equal('silent_denial: denied')
    })

    it('stops at a wrong verifier, and says so also when the code comes again', async () => {
      const code = await codeOf()
      await exchange(sandbox, code, { code_verifier: otherVerifier })
      const stopped = steps()
      await exchange(sandbox, code)

      const exchanges = ['(callback, inferred)', 'exchange', 'check', 'error: wrong_verifier']
      expect(stopped).to.deep.equal([...beginning, ...exchanges])
      expect(verdicts()).to.deep.equal(['link: wrong_verifier'])
      expect(steps().slice(-2)).to.deep.equal(['exchange', 'error: spent'])
    })

    it('stops at no verifier', async () => {
      await exchange(sandbox, await codeOf(), { code_verifier: undefined })

      expect(verdicts()).to.deep.equal(['link: missing_verifier'])
      expect(steps().slice(-2)).to.deep.equal(['check', 'error: missing_verifier'])
    })

    it('stops at another redirect URI, before the verifier is looked at', async () => {
      await exchange(sandbox, await codeOf(), { redirect_uri: `${redirectUri}/other` })

      expect(steps().slice(-2)).to.deep.equal(['exchange', 'error: other_redirect_uri'])
    })

    it('stops at a client secret that is not the application’s', async () => {
      await exchange(sandbox, await codeOf(), { client_secret: 'wrong' })

      expect(steps().slice(-2)).to.deep.equal(['exchange', 'error: client_refused'])
    })

    it('tells a code that is used again', async () => {
      const code = await codeOf()
      await exchange(sandbox, code)
      await exchange(sandbox, code)

      expect(verdicts()).to.deep.equal(['link: replayed'])
      expect(steps().slice(-3)).to.deep.equal(['tokens', 'exchange', 'error: replayed'])
    })

    it('tells a code that nobody issued', async () => {
      await exchange(sandbox, 'TG-0123456789abcdef01234567-700100001')

      expect(verdicts()).to.deep.equal(['link: unknown_code'])
      expect(steps()).to.deep.equal(['exchange', 'error: unknown_code'])
    })

    it('tells a code that is too old', async () => {
      const code = await codeOf()
      sandbox.clock.advance({ minutes: 10 })
      await exchange(sandbox, code)

      expect(steps().at(-1)).to.equal('error: expired_code')
    })

    it('tells an attempt without PKCE', async () => {
      const none = { code_challenge: undefined, code_challenge_method: undefined }
      await exchange(sandbox, await codeOf(none), { code_verifier: undefined })

      expect(verdicts()).to.deep.equal(['link: linked'])
      expect(newest().steps.find((step) => step.check)?.check).to.deep.equal({ isPassed: true })
    })

    it('shows a plain challenge shortened: it is the verifier', async () => {
      const plain = { code_challenge: codeVerifier, code_challenge_method: 'plain' }
      await exchange(sandbox, await codeOf(plain))

      expect(verdicts()).to.deep.equal(['link: linked'])
      expect(newest().challenge).to.deep.equal({ method: 'plain', value: 'dBjftJ…EjXk' })
      expect(JSON.stringify(sandbox.attempts())).to.not.contain(codeVerifier)
    })

    it('tells a fault that struck, and what came after it', async () => {
      const code = await codeOf()
      sandbox.fail('token', 'unavailable')
      await exchange(sandbox, code)
      const struck = [...verdicts(), steps().at(-1)]
      await exchange(sandbox, code)

      expect(struck).to.deep.equal(['link: struck', 'error: struck'])
      expect(newest().steps.find(({ fault }) => fault)?.fault).to.equal('unavailable')
      expect(verdicts()).to.deep.equal(['link: linked'])
    })

    it('tells a decision that a fault struck', async () => {
      sandbox.fail('authorization', 'slow', { delayMs: 0 })
      sandbox.fail('authorization', 'unavailable')
      await consentInBrowser(sandbox, 'allow', { state })

      expect(verdicts()).to.deep.equal(['link: struck'])
      expect(steps().slice(-3)).to.deep.equal(['consent_page', 'allow', 'error_page: struck'])
    })

    it('tells a response that was lost, and the retry that cannot work', async () => {
      const code = await codeOf()
      sandbox.fail('token', 'reset_after')
      await exchange(sandbox, code).catch(() => {})
      const lost = [...verdicts(), steps().at(-1)]
      await exchange(sandbox, code)

      expect(lost).to.deep.equal(['link: lost', 'no_response: lost'])
      expect(verdicts()).to.deep.equal(['link: replayed'])
    })

    it('counts a consent without a browser', async () => {
      const redirect = await sandbox.approve(authorizationUrl(sandbox, { state }))
      await exchange(sandbox, parameter(redirect, 'code'))
      await sandbox.deny(authorizationUrl(sandbox, { state }))

      expect(verdicts()).to.deep.equal(['link: denied', 'link: linked'])
      expect(sandbox.requests).to.have.length(1)
      expect(steps()).to.deep.equal(['ask_by_api', 'denial: denied', '(callback_denied, inferred)'])
    })
  })

  describe('to renew', () => {
    async function refreshToken(): Promise<string> {
      return await tokenOf(exchange(sandbox, await codeOf()), 'refresh_token')
    }

    function renew(refresh_token: string): Promise<Response> {
      return postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
    }

    it('are each on their own', async () => {
      const next = await tokenOf(renew(await refreshToken()), 'refresh_token')
      await renew(next)

      expect(verdicts()).to.deep.equal(['renewal: renewed', 'renewal: renewed', 'link: linked'])
      expect(steps()).to.deep.equal(['renew', 'new_tokens'])
    })

    it('tell a refresh token that is used again', async () => {
      const token = await refreshToken()
      await renew(token)
      await renew(token)

      expect(verdicts()).to.deep.equal(['renewal: renewal_replayed', 'link: linked'])
    })

    it('are each on their own also where the refresh token stays the same', async () => {
      sandbox.switches.refreshToken = 'kept'
      const token = await refreshToken()
      await renew(token)
      await renew(token)

      expect(verdicts()).to.deep.equal(['renewal: renewed', 'renewal: renewed', 'link: linked'])
    })

    it('tell a refresh token that nobody knows', async () => {
      await renew('TG-0123456789abcdef01234567-700100001')

      expect(verdicts()).to.deep.equal(['renewal: not_renewed'])
    })
  })

  it('has other requests one by one', async () => {
    await postToken(sandbox, { grant_type: 'client_credentials' })
    await fetch(sandbox.endpoints.userInfoEndpoint)
    await seen(postToken(sandbox, {}))

    expect(verdicts()).to.deep.equal(['other: failed', 'other: failed', 'other: done'])
  })

  it('forgets them with the log', async () => {
    await codeOf()

    sandbox.clear()

    expect(sandbox.attempts()).to.deep.equal([])
  })
})
