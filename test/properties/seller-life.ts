import { createSandbox, type Sandbox, type Switches } from 'mercadopago-oauth-sandbox'
import { Contract } from './contract.ts'
import { Fault, same } from './fault.ts'
import { redirectUri, SellerApp } from './seller-app.ts'

/** A life under switches of the sandbox. */
export interface LifeCase {
  switches: Partial<Switches>
  /** Whether the app asks for test credentials. */
  testToken: boolean
}

/** How many days of sales it takes at most to notice a withdrawal without a notification. */
const daysToNotice = 3
/** Requests of any kind that one step may send. */
const mostRequests = 12

/**
 * The whole life of a seller with an app: link, sales, renewals, troubles, a second consent, a new client
 * secret, withdrawals, links again, and the end. Throws a fault when the seller is lost, a failure has another
 * code than it may have, or a step sends more requests than it needs.
 *
 * @returns how many requests reached the token endpoint.
 */
export async function liveSellerLife({ switches, testToken }: LifeCase): Promise<number> {
  const sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }], switches })
  const app = await SellerApp.start(sandbox, testToken)
  try {
    await new SellerLife(sandbox, app).run()
    return sandbox.requests.filter(({ path }) => path === '/oauth/token').length
  } finally {
    await app.close()
    await sandbox.close()
  }
}

class SellerLife {
  readonly #sandbox: Sandbox
  readonly #app: SellerApp
  readonly #contract = new Contract()
  #sellerId = ''
  /** The access token before a renewal. */
  #token = ''

  constructor(sandbox: Sandbox, app: SellerApp) {
    this.#sandbox = sandbox
    this.#app = app
  }

  async run(): Promise<void> {
    await this.#step('an operator is refused', 0, () => this.#refuseOperator())
    await this.#step('the seller says no', 0, () => this.#deny())
    await this.#step('the first link', 1, () => this.#consent())
    await this.#step('a foreign verifier', 2, () => this.#sendForeignVerifier())
    await this.#step('the profile', 0, () => this.#readProfile())
    await this.#becomeDue()
    await this.#step('a rate limit', 1, () =>
      this.#failRenewal('rate_limited', 'upstream_rate_limited'),
    )
    await this.#step('the first renewal', 1, () => this.#renew())
    await this.#becomeDue()
    await this.#step('a refused client', 1, () =>
      this.#failRenewal('invalid_client', 'client_rejected'),
    )
    await this.#step('the second renewal', 1, () => this.#renew())
    await this.#step('a second consent', 1, () => this.#consent())
    await this.#sellAfter(1)
    await this.#step('a new client secret', 2, () => this.#changeSecret())
    await this.#sellAfter(1)
    await this.#step('a withdrawal that is notified', 2, () => this.#withdraw())
    await this.#step('a link after it', 1, () => this.#consent())
    await this.#sellAfter(1)
    await this.#step('a withdrawal that nobody hears of', 4, () => this.#withdrawUnheard())
    await this.#step('a link after it', 1, () => this.#consent())
    await this.#step('200 days of nothing', 1, () => this.#forget())
    await this.#step('a link after them', 1, () => this.#consent())
    await this.#step('the end', 0, () => this.#unlink())
  }

  /** Runs a step, deliveries included, and holds it to the number of token requests it may send. */
  async #step(name: string, mostTokenRequests: number, act: () => Promise<void>): Promise<void> {
    const before = this.#sandbox.requests.length
    try {
      await act()
      await this.#sandbox.settled()
    } catch (error) {
      throw error instanceof Fault ? new Fault(`${name}: ${error.message}`) : error
    }
    const made = this.#sandbox.requests.slice(before)
    const grants = made.filter(({ path }) => path === '/oauth/token').length
    if (grants > mostTokenRequests) throw new Fault(`${name}: ${grants} token requests`)
    if (made.length > mostRequests) throw new Fault(`${name}: ${made.length} requests`)
  }

  async #refuseOperator(): Promise<void> {
    const { switches } = this.#sandbox
    if (switches.consentingAccount !== 'operator') return
    await this.#sandbox.approve(this.#app.start()).then(
      () => same('an operator', 'consents', 'is refused'),
      () => {},
    )
    // The administrator has to do it.
    switches.consentingAccount = 'administrator'
  }

  async #deny(): Promise<void> {
    // The application hears nothing; the attempt runs out.
    if (this.#sandbox.switches.denial === 'silent') return void this.#app.start()
    const redirect = await this.#sandbox.deny(this.#app.start())
    await this.#fails(this.#app.finish(redirect), 'access_denied')
  }

  async #consent(): Promise<void> {
    this.#sellerId = await this.#app.finish(await this.#sandbox.approve(this.#app.start()))
    await this.#assertLinked()
  }

  /** A code of another attempt is refused; whether that attempt can still use it depends. */
  async #sendForeignVerifier(): Promise<void> {
    const { wrongVerifierError, failedExchange } = this.#sandbox.switches
    const redirect = await this.#sandbox.approve(this.#app.start())
    const code = new URL(redirect).searchParams.get('code') ?? ''
    const grant = { code, codeVerifier: 'x'.repeat(43) }
    await this.#fails(
      this.#app.client.authorizationCodeGrant(grant),
      wrongVerifierError === 'invalid_request' ? 'client_rejected' : 'code_rejected',
    )
    if (failedExchange === 'keeps') await this.#app.finish(redirect)
    else await this.#fails(this.#app.finish(redirect), 'code_rejected')
    await this.#assertLinked()
  }

  async #readProfile(): Promise<void> {
    const token = await this.#app.sellers.accessToken(this.#sellerId)
    const { id } = await this.#app.client.userInfo(token)
    same('the profile', id, this.#sellerId)
  }

  /** Sales until a month before a renewal is due; each is a call, so that the grant is in use. */
  async #becomeDue(): Promise<void> {
    for (const days of [60, 60]) await this.#sellAfter(days)
    this.#sandbox.clock.advance({ days: 32 })
  }

  async #sellAfter(days: number): Promise<void> {
    this.#sandbox.clock.advance({ days })
    await this.#step('a sale', 0, () => this.#assertSells())
  }

  async #failRenewal(kind: 'rate_limited' | 'invalid_client', code: string): Promise<void> {
    this.#sandbox.fail('token', kind)
    same('the sweep', await this.#sweep(), code)
    await this.#assertLinked()
    await this.#assertSells()
    this.#token = await this.#app.sellers.accessToken(this.#sellerId)
    this.#sandbox.clock.advance({ hours: 1 })
  }

  async #renew(): Promise<void> {
    same('the sweep', await this.#sweep(), 'renewed')
    const token = await this.#app.sellers.accessToken(this.#sellerId)
    if (token === this.#token) throw new Fault('the access token is the same')
    await this.#assertLinked()
    await this.#assertSells()
  }

  /** What a sweep of those who are due says of the seller. */
  async #sweep(): Promise<string> {
    const outcomes = []
    for await (const outcome of this.#app.sellers.renewDue()) {
      outcomes.push(outcome.renewed ? 'renewed' : this.#contract.codeOf(outcome.error))
    }
    return outcomes.join(', ')
  }

  async #changeSecret(): Promise<void> {
    this.#sandbox.application.clientSecret = 'the-next-client-secret-0123456789ab'
    await this.#app.sellers.close()
    this.#app.configure()
    if (this.#sandbox.switches.secretChange === 'keeps') {
      await this.#app.sellers.renew(this.#sellerId)
      return await this.#assertLinked()
    }
    await this.#fails(this.#app.sellers.renew(this.#sellerId), 'reauthorization_required')
    await this.#assertMustRelink()
    await this.#consent()
  }

  /** The first delivery fails; the retry says it. */
  async #withdraw(): Promise<void> {
    this.#app.isDown = true
    await this.#sandbox.withdraw(this.#sellerId)
    await this.#sandbox.settled()
    this.#app.isDown = false
    await this.#assertLinked()
    this.#sandbox.clock.advance({ minutes: 15 })
    await this.#sandbox.settled()
    await this.#assertMustRelink()
  }

  async #withdrawUnheard(): Promise<void> {
    const { webhookUrl } = this.#sandbox.application
    delete this.#sandbox.application.webhookUrl
    await this.#sandbox.withdraw(this.#sellerId)
    if (webhookUrl !== undefined) this.#sandbox.application.webhookUrl = webhookUrl
    for (let day = 0; day < daysToNotice; day += 1) {
      this.#sandbox.clock.advance({ days: 1 })
      await this.#app.sell(this.#sellerId).catch((error) => this.#contract.codeOf(error))
    }
    await this.#assertMustRelink()
  }

  async #forget(): Promise<void> {
    this.#sandbox.clock.advance({ days: 200 })
    await this.#fails(this.#app.sellers.accessToken(this.#sellerId), 'reauthorization_required')
    await this.#assertMustRelink()
  }

  async #unlink(): Promise<void> {
    await this.#app.sellers.unlink(this.#sellerId)
    same('the status', await this.#app.sellers.status(this.#sellerId), undefined)
    await this.#fails(this.#app.sellers.accessToken(this.#sellerId), 'reauthorization_required')
    const refused = this.#app.statuses.filter((status) => status !== 200)
    same('notifications not taken', refused.join(), '500')
  }

  async #assertLinked(): Promise<void> {
    const status = await this.#app.sellers.status(this.#sellerId)
    if (status?.isLinked !== true) throw new Fault(`the seller is ${status?.state}`)
  }

  async #assertMustRelink(): Promise<void> {
    const status = await this.#app.sellers.status(this.#sellerId)
    same('the state', status?.state, 'relink')
    const work = this.#app.sellers.accessToken(this.#sellerId)
    await this.#fails(work, 'reauthorization_required')
  }

  async #assertSells(): Promise<void> {
    same('a sale', await this.#app.sell(this.#sellerId), 201)
  }

  async #fails(work: Promise<unknown>, code: string): Promise<void> {
    const outcome = await work.then(
      () => 'no failure',
      (error: unknown) => this.#contract.codeOf(error),
    )
    same('the failure', outcome, code)
  }
}
