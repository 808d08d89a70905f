import { expect } from 'chai'
import { parseSetCookie } from 'cookie'
import { type AppOptions, adapters } from '../helpers/adapters.ts'
import { application } from '../helpers/application.ts'
import { misuse } from '../helpers/errors.ts'

for (const adapter of adapters) {
  describe(`the SameSite attribute, through ${adapter.name}`, () => {
    for (const sameSite of ['strict', 'none', 'Lax', true, false, null]) {
      it(`C07: refuses to be ${JSON.stringify(sameSite)}`, () => {
        const options = { ...application, sameSite } as AppOptions
        expect(misuse(() => adapter.start(options))).to.deep.equal({
          code: 'ERR_INVALID_ARG_VALUE',
          message:
            '"sameSite" must be left out: it is always lax, because strict would withhold the cookie from the callback',
        })
      })
    }

    it('C07: is Lax whatever the options hold for other libraries’ cookies', async () => {
      const foreign = {
        sameSite: 'lax',
        cookie: { sameSite: 'none' },
        cookies: { sameSite: 'none' },
      }
      const app = await adapter.start({ ...application, ...foreign } as AppOptions)

      const { setCookies } = await app.browser().get('/connect?sameSite=none')
      await app.stop()

      const attributes = setCookies.map((line) => parseSetCookie(line)).map(withoutNameAndValue)
      expect(attributes).to.deep.equal([
        { maxAge: 600, path: '/', httpOnly: true, secure: true, sameSite: 'lax' },
      ])
    })
  })
}

function withoutNameAndValue({ name, value, ...attributes }: ReturnType<typeof parseSetCookie>) {
  return attributes
}
