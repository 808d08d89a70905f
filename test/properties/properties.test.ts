import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import type { Report } from '../reliability/report.ts'
import { adaptersAgree } from './adapters-agree.ts'
import { callbacks } from './callbacks.ts'
import { cookies } from './cookies.ts'
import { notifications } from './notifications.ts'
import { storedRecords } from './stored-records.ts'
import { tokenResponses } from './token-responses.ts'

/** More or fewer cases than usual: `PROPERTY_RUNS=10` tries ten times as many. */
const share = Number(process.env.PROPERTY_RUNS ?? 1)

const runs = (usual: number) => ({ runs: Math.ceil(usual * share) })

/** Held, and not for lack of cases: these outcomes were among those met. */
function expectHeld({ broken, figures }: Report, ...outcomes: string[]): void {
  expect(broken).to.deep.equal([])
  expect(figures).to.include.keys(outcomes)
}

describe('properties', function () {
  // On a machine that is busy with other suites, too; a case that hangs is found sooner.
  this.timeout(900_000 * Math.max(1, share))
  withRealSockets()

  it('R07: ends every callback as the catalogue says, and spends a code once at most', async () => {
    expectHeld(
      await callbacks(runs(2_500)),
      ...['linked', 'callback_malformed', 'state_missing', 'state_mismatch', 'state_expired'],
      ...['issuer_mismatch', 'access_denied', 'authorization_error', 'code_rejected'],
    )
  })

  it('R07: takes an attempt only from the cookie it was put into', async () => {
    expectHeld(await cookies(runs(1_200)), 'linked', 'state_mismatch')
  })

  it('R07: makes tokens of sound responses only, and a code of the contract of all others', async () => {
    expectHeld(
      await tokenResponses(runs(2_500)),
      ...['authorization_code', 'refresh_token', 'profile'].map((kind) => `${kind} accepted`),
      ...['token_response_invalid', 'upstream_unavailable', 'upstream_rate_limited'],
      ...['client_rejected', 'exchange_outcome_unknown'],
    )
  })

  it('R07: takes a notification whose signature is right, and does what the provider confirms, once', async () => {
    expectHeld(
      await notifications(runs(1_200)),
      ...['verified', 'taken', 'confirmed', 'marked'],
      ...['webhook_unsigned', 'webhook_malformed', 'webhook_mismatch', 'webhook_stale'],
      ...['upstream_unavailable', 'upstream_rate_limited', 'upstream_timeout'],
    )
  })

  it('R07: keeps what is wrong with a stored record to its own seller', async () => {
    expectHeld(
      await storedRecords(runs(1_200)),
      ...['accessToken: ended', 'accessToken: token_undecryptable', 'status: ended'],
      ...['renew: ended', 'renew: token_undecryptable', 'renewDue: ended', 'rewrap: ended'],
      ...['accessToken: record_unreadable', 'status: record_unreadable'],
    )
  })

  it('R13: responds to the same bytes with the same code, status and cookies in both adapters', async () => {
    expectHeld(
      await adaptersAgree(runs(1_000)),
      ...['linked', '400 callback_malformed', '403 state_mismatch', '403 access_denied'],
      ...['405 callback_method', '502 authorization_error', '503 upstream_rate_limited'],
    )
  })
})
