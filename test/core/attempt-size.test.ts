import { expect } from 'chai'
import { createAuthorizationFlow, createClient } from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { misuse } from '../helpers/errors.ts'

describe('the size of an attempt', () => {
  const flow = createAuthorizationFlow({ client: createClient(application) })

  it('C09: the longest of everything fits into 3 KiB', () => {
    const cookies = new CookieJar()
    flow.start({
      cookies,
      user: 'é'.repeat(128),
      context: 'x'.repeat(1022),
      returnTo: `/?${'é'.repeat(85)}`,
      expectedSellerId: '9'.repeat(20),
    })
    expect(cookies.bytes).to.be.within(2_000, 3_072)
  })

  it('C01, C09: a return address that the cookie would hold twice as long becomes the default', () => {
    const cookies = new CookieJar()
    flow.start({ cookies, returnTo: `/?${'\\'.repeat(500)}` })
    expect(cookies.bytes).to.be.below(700)
  })

  it('C09: what is too long all together is refused, and leaves no cookie', () => {
    const cookies = new CookieJar()
    const expectedSellerId = '9'.repeat(3_000)
    const { code, message } = misuse(() => flow.start({ cookies, expectedSellerId }))
    expect(code).to.equal('ERR_INVALID_ARG_VALUE')
    expect(message).to.equal(
      '"expectedSellerId" must be shorter: with "user", "context" and "baseUrl" it does not fit into a cookie',
    )
    expect(cookies.bytes).to.equal(0)
  })
})
