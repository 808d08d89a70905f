import { expect } from 'chai'
import { errorResponse, MercadoPagoOAuthError } from 'mercadopago-oauth'
import type { PageResponse } from '../helpers/browser.ts'
import { codes, everyError } from '../helpers/every-error.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { LeakRun } from './leak-run.ts'
import { printedForms } from './printed-forms.ts'
import { type Mode, witnessedApps } from './witnessed-app.ts'

const modes: readonly Mode[] = ['development', 'production', 'answered']

/** What the run must have met in every app, so that silence means something. */
const codesMet = [
  'authorization_error',
  'client_rejected',
  'exchange_outcome_unknown',
  'reauthorization_required',
  'seller_mismatch',
  'store_unavailable',
  'token_not_saved',
  'token_response_invalid',
  'token_undecryptable',
  'upstream_rate_limited',
  'upstream_unavailable',
]

for (const [adapter, start] of witnessedApps) {
  for (const mode of modes) {
    describe(`what is seen of ${adapter}, ${mode}`, () => {
      let run: LeakRun

      withRealSockets()
      before(async () => {
        run = await LeakRun.of(start, mode)
      })

      it('H01: no secret in what is written or warned of', () => {
        // The frameworks print errors automatically. An Express app that handles errors itself must print them.
        if (mode !== 'answered') expect(run.output.text).to.include('The token endpoint refused')
        expect(run.canaries.foundIn(run.output.text)).to.deep.equal([])
      })

      it('H02: no secret in any object the app gets, however it is printed', () => {
        const names = run.objects.map((object) => Object(object).constructor.name)
        expect(names).to.include.members(['SellerTokens', 'TokenSet', 'MemoryTokenStore'])
        for (const object of run.objects) {
          expect(run.canaries.foundIn(printedForms(object))).to.deep.equal([])
        }
      })

      it('H03: no secret in any error, its stack or the errors underneath', () => {
        const codes = run.errors.map((error) => Object(error).code)
        expect(codes).to.include.members(codesMet)
        for (const error of run.errors) {
          expect(run.canaries.foundIn(printedForms(error)), String(error)).to.deep.equal([])
        }
      })

      it('H04: no secret in any response but the state in the address of the consent page', () => {
        for (const response of run.finishes) {
          expect(run.canaries.foundIn(wholeResponse(response))).to.deep.equal([])
        }
        for (const response of run.starts) {
          const names = run.canaries.foundIn(wholeResponse(response))
          expect(names.filter((name) => !/^state\b/.test(name))).to.deep.equal([])
          expect(response.setCookies.flatMap((line) => run.canaries.foundIn(line))).to.deep.equal(
            [],
          )
        }
      })

      it('H05: callbacks end in a redirect or an error, without caching and without a referrer', () => {
        const [linked] = run.finishes
        expect([linked?.status, linked?.headers.get('location')]).to.deep.equal([302, '/sellers'])
        for (const { headers } of run.callbacks) {
          expect(headers.get('cache-control')).to.equal('no-store')
          expect(headers.get('referrer-policy')).to.equal('no-referrer')
        }
      })

      it('H07: no secret in any event', () => {
        expect(new Set(run.events.map(([name]) => name)).size).to.equal(7)
        for (const event of run.events) {
          expect(run.canaries.foundIn(printedForms(event))).to.deep.equal([])
        }
      })

      if (mode === 'answered') {
        it('H04: failures are constant text and the code', () => {
          const failed = run.finishes.filter(({ status }) => status >= 400)
          expect(failed.map(({ body }) => body).filter((body) => !isConstant(body))).to.deep.equal(
            [],
          )
        })
      }
    })
  }
}

describe('an error of the packages', () => {
  it('H04: has no outside text in its message, which frameworks may show', () => {
    class Outside extends MercadoPagoOAuthError<'client_rejected'> {}
    const error = new Outside('client_rejected', {
      cause: new Error('outside'),
      upstreamError: 'outside',
    })
    expect(error.message).to.match(/^The token endpoint refused the application\./)
    expect(error.message).not.to.include('outside')
  })
})

/** `Forbidden` is Passport's own word for a seller who said no. */
function isConstant(body: string): boolean {
  const responses = codes.map((code) => errorResponse(everyError[code][1]()).body)
  return responses.includes(body) || /^(webhook_[a-z]+\n|Forbidden)$/.test(body)
}

function wholeResponse({ headers, body }: PageResponse): string {
  return [...headers].flat().concat(body).join('\n')
}
