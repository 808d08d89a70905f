import { expect } from 'chai'
import {
  AuthorizationDeniedError,
  type AuthorizationFlow,
  AuthorizationServerError,
  CallbackInputError,
  createAuthorizationFlow,
  createClient,
  StateError,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { printed, rejection } from '../helpers/errors.ts'
import { withoutNetwork } from '../helpers/nock.ts'
import { countedTokenEndpoint, stateOf } from '../helpers/token-endpoint.ts'

describe('authorization response', () => {
  withoutNetwork()

  let flow: AuthorizationFlow
  let cookies: CookieJar
  let state: string
  let requests: URLSearchParams[]
  beforeEach(() => {
    requests = countedTokenEndpoint()
    flow = createAuthorizationFlow({ client: createClient(application) })
    cookies = new CookieJar()
    state = stateOf(flow.start({ cookies }).authorizationUrl)
  })

  /** Ends the attempt with this query, in which STATE stands for the real state. */
  function finish(query: string) {
    return flow.finish({ cookies, query: query.replaceAll('STATE', state) })
  }

  /** A response that is refused for its form: nothing is sent, and the attempt goes on. */
  async function malformed(query: string): Promise<CallbackInputError> {
    const before = cookies.only()
    const error = await rejection(finish(query), CallbackInputError)
    expect(error.code).to.equal('callback_malformed')
    expect(error.status).to.equal(400)
    expect(requests).to.have.length(0)
    expect(cookies.only()).to.deep.equal(before)
    return error
  }

  for (const query of [
    'code=a&code=b&state=STATE',
    'code=a&code=a&state=STATE',
    'code=a&state=STATE&state=STATE',
    'code=a&state=STATE&state=other',
    'code=a&state=other&state=STATE',
    'error=access_denied&error=access_denied&state=STATE',
    'code=a&state=STATE&iss=https://auth.mercadopago.com&iss=https://auth.mercadopago.com',
    'code=a&state=STATE&error_description=a&error_description=b',
    'code=a&state[]=STATE',
    'code=a&state[0]=STATE',
    'code=a&state=STATE&state[]=STATE',
    'code[]=a&state=STATE',
    'code[a]=a&state=STATE',
    'code%5B%5D=a&state=STATE',
    'code=a&state=STATE&code[__proto__]=a',
    'code=a&state=STATE&error[]=access_denied',
    'code=a&state=STATE&iss[]=https://auth.mercadopago.com',
    'code=a&state=STATE&co%64e=a',
  ]) {
    it(`B01: refuses ${query}, and keeps the attempt`, async () => {
      await malformed(query)
    })
  }

  for (const query of [
    'code=a&error=access_denied&state=STATE',
    'code=&error=access_denied&state=STATE',
    'code=a&error=&state=STATE',
  ]) {
    it(`B02: refuses ${query}`, async () => {
      await malformed(query)
    })
  }

  for (const query of [
    '',
    '?',
    'state=STATE',
    'code=&state=STATE',
    'code&state=STATE',
    'error=&state=STATE',
    'Code=a&state=STATE',
    'code =a&state=STATE',
    '?%3Fcode=a&state=STATE',
    'code;state=STATE',
  ]) {
    it(`B03: refuses ${JSON.stringify(query)}, and starts nothing`, async () => {
      await malformed(query)
      expect(cookies.written).to.have.length(1)
    })
  }

  for (const name of ['__proto__', 'constructor', 'prototype']) {
    it(`B04: ignores the parameter ${name}, plain, bracketed and repeated`, async () => {
      const query = `code=a&state=STATE&${name}=x&${name}=y&${name}[code]=z&${name}[]=z`

      const { tokens } = await finish(query)

      expect(tokens.sellerId).to.equal('987654321')
      expect(requests[0]?.get('code')).to.equal('a')
      expect(Object.keys(Object.prototype)).to.deep.equal([])
    })
  }

  for (const [what, query] of [
    ['of 9 KiB', `code=a&state=STATE&x=${'a'.repeat(9 * 1024)}`],
    ['of 64 KiB', `code=a&state=STATE&x=${'a'.repeat(64 * 1024)}`],
    ['of 5000 parameters', `code=a&state=STATE${'&a=1'.repeat(5000)}`],
    ['of 65 parameters', `code=a&state=STATE${'&a=1'.repeat(63)}`],
    ['of 16 MiB', `code=a&state=STATE&x=${'%61'.repeat(16 * 1024 * 1024)}`],
    ['with a code of 513 characters', `code=${'a'.repeat(513)}&state=STATE`],
    ['with a state of 513 characters', `code=a&state=${'a'.repeat(513)}`],
    ['with an error of 65 characters', `error=${'a'.repeat(65)}&state=STATE`],
  ] as const) {
    it(`B06: refuses a query ${what}`, async () => {
      await malformed(query)
    })
  }

  it('B06: accepts a query of 64 parameters', async () => {
    const { tokens } = await finish(`code=a&state=STATE${'&a=1'.repeat(62)}`)

    expect(tokens.sellerId).to.equal('987654321')
  })

  it('B06: accepts a query of 8 KiB and a code of 512 characters', async () => {
    const code = 'a'.repeat(512)
    const query = `code=${code}&state=${state}&x=`

    await finish(query + 'a'.repeat(8192 - query.length))

    expect(requests[0]?.get('code')).to.equal(code)
  })

  for (const character of ['\r', '\n', '\u0000', '\t', '\u001b', '\u007f']) {
    const escaped = encodeURIComponent(character)
    for (const query of [
      `code=a${escaped}b&state=STATE`,
      `code=a&state=STATE${escaped}`,
      `error=access_denied${escaped}&state=STATE`,
      `code=a&state=STATE&iss=https://auth.mercadopago.com${escaped}`,
      `error=access_denied&state=STATE&error_description=a${escaped}Set-Cookie:b`,
      `error=access_denied&state=STATE&error_uri=https://a.example/${escaped}`,
    ]) {
      it(`B07: refuses ${query}`, async () => {
        await malformed(query)
      })
    }

    it(`B07: refuses a raw ${JSON.stringify(character)} in a code`, async () => {
      await malformed(`code=a${character}b&state=STATE`)
    })
  }

  for (const [what, value] of [
    ['invalid UTF-8', '%ff%fe'],
    ['an overlong slash', '%c0%af'],
    ['a broken percent sequence', '%zz%'],
    ['a lone surrogate', '%ed%a0%80'],
    ['a raw lone surrogate', '\ud800'],
    ['a character of 4 bytes', '%F0%9F%98%80'],
    ['a right-to-left mark', '%E2%80%8F'],
    ['a letter beyond ASCII', '%C3%B1'],
    ['a full-width digit', '\uff11'],
    ['a space', '+'],
    ['a no-break space', '%C2%A0'],
  ] as const) {
    if (value !== '%zz%') {
      it(`B08: refuses ${what} in the code`, async () => {
        await malformed(`code=a${value}&state=STATE`)
      })

      it(`B08: refuses ${what} in the state`, async () => {
        await malformed(`code=a&state=STATE${value}`)
      })
    }

    it(`B08: throws nothing unexpected for ${what} elsewhere`, async () => {
      await finish(`code=a&state=STATE&x${value}=${value}&other=${value}`)
      expect(requests).to.have.length(1)
    })
  }

  it('B08: takes a broken percent sequence as it is written', async () => {
    await finish('code=a%zz%&state=STATE')

    expect(requests[0]?.get('code')).to.equal('a%zz%')
  })

  it('B09: uses up the attempt when the seller says no', async () => {
    const error = await rejection(
      finish('error=access_denied&state=STATE'),
      AuthorizationDeniedError,
    )

    expect(error.code).to.equal('access_denied')
    expect(error.status).to.equal(403)
    expect(error.upstreamError).to.equal('access_denied')
    expect(requests).to.have.length(0)
    expect(cookies.live()).to.deep.equal([])
    await rejection(finish('code=a&state=STATE'), StateError)
    expect(requests).to.have.length(0)
  })

  for (const [query, code] of [
    ['error=access_denied', 'state_missing'],
    ['error=server_error&state=', 'state_missing'],
    [`error=access_denied&state=${'A'.repeat(43)}`, 'state_mismatch'],
    ['error=canary&state=STATEx', 'state_mismatch'],
  ] as const) {
    it(`B10: judges the state before the error: ${query}`, async () => {
      const before = cookies.only()

      const error = await rejection(finish(query), StateError)

      expect(error.code).to.equal(code)
      expect(error.status).to.equal(403)
      expect(error.upstreamError).to.equal(undefined)
      expect(printed(error)).to.not.include('canary')
      expect(requests).to.have.length(0)
      expect(cookies.only()).to.deep.equal(before)
    })
  }

  for (const text of [
    '<script>canary</script>',
    'canary"><img src=x onerror=alert(1)>',
    `canary${'a'.repeat(7000)}`,
    '\u202ecanary',
  ]) {
    it(`B11: shows no error_description or error_uri: ${text.slice(0, 20)}`, async () => {
      const shown = encodeURIComponent(text)
      const query = `error=access_denied&state=STATE&error_description=${shown}&error_uri=canary`

      const error = await rejection(finish(query), AuthorizationDeniedError)

      expect(error.code).to.equal('access_denied')
      expect(printed(error)).to.not.include('canary')
      expect(JSON.stringify(error.headers)).to.not.include('canary')
    })
  }

  for (const [sent, kept] of [
    ['server_error', 'server_error'],
    ['invalid_scope', 'invalid_scope'],
    ['ACCESS_DENIED', 'ACCESS_DENIED'],
    ['constructor', 'constructor'],
    ['e'.repeat(64), 'e'.repeat(64)],
    ['canary<script>', undefined],
    ['canary"code', undefined],
  ] as const) {
    it(`B12: responds to the error ${sent} with authorization_error`, async () => {
      const error = await rejection(
        finish(`error=${encodeURIComponent(sent)}&state=STATE`),
        AuthorizationServerError,
      )

      expect(error.code).to.equal('authorization_error')
      expect(error.status).to.equal(502)
      expect(error.upstreamError).to.equal(kept)
      expect(printed(error)).to.not.include('canary')
      expect(requests).to.have.length(0)
      expect(cookies.live()).to.deep.equal([])
    })
  }

  it('B12: passes on that the server is unavailable for now', async () => {
    const error = await rejection(
      finish('error=temporarily_unavailable&state=STATE'),
      AuthorizationServerError,
    )

    expect(error.code).to.equal('authorization_error')
    expect(error.status).to.equal(503)
  })

  it('B13: ignores parameters nobody knows', async () => {
    const query = 'a=1&a=2&code=TG-9&b[]=3&state=STATE&user_id=5&scope=read&session_state=x&%00=%00'

    const { tokens } = await finish(query)

    expect(tokens.sellerId).to.equal('987654321')
    expect(requests[0]?.get('code')).to.equal('TG-9')
  })

  for (const parameter of ['response=a.b.c', 'id_token=a.b.c', 'token=a', 'id_token=']) {
    it(`refuses the response to another response type: ${parameter}`, async () => {
      await malformed(`code=a&state=STATE&${parameter}`)
    })
  }

  it('keeps a plus sign and a percent sign of a code', async () => {
    await finish('code=a%2Bb%25c&state=STATE')

    expect(requests[0]?.get('code')).to.equal('a+b%c')
  })
})
