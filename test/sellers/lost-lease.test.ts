import { setImmediate } from 'node:timers/promises'
import { expect } from 'chai'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  SellerTokens,
} from 'mercadopago-oauth'
import type { TokenRecord, TokenStore } from 'mercadopago-oauth/store'
import { describeOnEveryStore } from '../helpers/every-store.ts'
import { RotatingProvider } from '../helpers/rotating-provider.ts'
import { eventsOf, FailingStore, SellerWorld } from '../helpers/seller-world.ts'

const sellerIds = Array.from({ length: 8 }, (_, index) => String(5001 + index))
const tokensOf = (count: number) => sellerIds.map((sellerId) => `APP_USR-${sellerId}-${count}`)
/** Longer than any test. */
const neverMs = 60_000
/** So short that a refusal is final before the other machine saves. */
const soonMs = 100
const leaseMs = 60

/** A store of a machine that stands still before each save of a renewal, until it may go on. */
class PausedSaves {
  readonly store: TokenStore
  waiting = 0
  readonly holders = new Map<string, string>()
  goOn: () => void = () => {}
  readonly #isOver = new Promise<void>((resolve) => {
    this.goOn = resolve
  })

  constructor(inner: TokenStore) {
    const save = async (record: TokenRecord, ...rest: [number | undefined, (string | true)?]) => {
      const [, endLease] = rest
      if (typeof endLease === 'string') {
        this.holders.set(record.sellerId, endLease)
        this.waiting += 1
        await this.#isOver
      }
      return await inner.save(record, ...rest)
    }
    this.store = new Proxy(inner, {
      get(target, name: keyof TokenStore) {
        return name === 'save' ? save : (target[name] as () => unknown).bind(target)
      },
    })
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await setImmediate()
}

/** The token, or `code reason`. */
async function outcomeOf(call: Promise<string>): Promise<string> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ReauthorizationRequiredError) return `${error.code} ${error.reason}`
    if (error instanceof MercadoPagoOAuthError) return error.code
    throw error
  }
}

/** How a machine loses the lease that it works under, and as what a refusal is then seen. */
const losses = [
  ['a lease that the store lost', 'wiped', 'revoked'],
  ['a holder that stood still for longer than its lease', 'expired', 'rotation_lost'],
] as const

describeOnEveryStore('two machines that refresh one token', (openStore) => {
  let world: SellerWorld
  let provider: RotatingProvider
  let saves: PausedSaves
  /** Of the machine whose token is refused. */
  let calls: FailingStore

  beforeEach(async () => {
    world = await SellerWorld.open(openStore)
    provider = new RotatingProvider()
    world.server.reply = provider.reply
    saves = new PausedSaves(world.store)
  })

  afterEach(async () => {
    saves.goOn()
    await world.close()
  })

  /** The one that is first at the provider, and the one whose token is refused. */
  async function machines(settleMs: number) {
    const winner = world.machine({
      store: saves.store,
      leaseMs,
      storeTimeoutMs: neverMs,
      renewalWaitMs: neverMs,
    })
    calls = new FailingStore(world.store)
    const loser = world.machine({ store: calls.store, settleMs, renewalWaitMs: 1 })
    for (const sellerId of sellerIds) {
      const accessToken = `APP_USR-${sellerId}-1`
      await loser.link(world.tokens({ sellerId, accessToken, refreshToken: `TG-${sellerId}-1` }))
    }
    return { winner, loser, told: { winner: eventsOf(winner), loser: eventsOf(loser) } }
  }

  /** All are renewed there, and nothing is saved yet. */
  async function loseLeases(how: 'wiped' | 'expired'): Promise<void> {
    await until(() => saves.waiting === sellerIds.length)
    world.advanceMs(leaseMs)
    if (how === 'expired') return
    const { clientId } = world.sellerKey
    for (const [sellerId, holder] of saves.holders) {
      await world.store.release({ clientId, sellerId }, holder)
    }
  }

  /** Resolves when it has received the refusals and read each record some more times, or has emitted an event. */
  async function looksAgain(told: readonly unknown[]): Promise<void> {
    calls.calls.length = 0
    const looks = () => calls.calls.filter((name) => name === 'get').length
    await until(() => looks() >= 3 * sellerIds.length || told.length > 0)
  }

  for (const [title, how, reason] of losses) {
    for (const [days, state] of [
      [151, 'still works'],
      [180, 'has ended'],
    ] as const) {
      const isGood = days === 151

      it(`K24: ${title}: nobody is marked before the save could be there, when the token ${state}`, async () => {
        const { winner, loser, told } = await machines(neverMs)
        world.advanceDays(days)
        const first = sellerIds.map((sellerId) => winner.accessToken(sellerId))
        await loseLeases(how)
        const second = sellerIds.map((sellerId) => loser.accessToken(sellerId))
        await until(() => provider.refused === sellerIds.length)
        await looksAgain(told.loser)
        if (isGood) expect(await Promise.all(second)).to.deep.equal(tokensOf(1))
        expect(told.loser).to.deep.equal([])
        saves.goOn()

        expect(await Promise.all(first)).to.deep.equal(tokensOf(2))
        expect(await Promise.all(second)).to.deep.equal(tokensOf(isGood ? 1 : 2))
        for (const machine of [winner, loser]) {
          const tokens = await Promise.all(sellerIds.map((id) => machine.accessToken(id)))
          expect(tokens).to.deep.equal(tokensOf(2))
        }
        // It leaves each seller that the other one has saved.
        await until(() => calls.calls.filter((name) => name === 'release').length === 8)
        expect(told.loser).to.deep.equal([])
        expect(told.winner.map(([name]) => name)).to.deep.equal(sellerIds.map(() => 'renewed'))
        for (const sellerId of sellerIds) {
          expect(await winner.status(sellerId)).to.include({
            state: 'linked',
            lostReason: undefined,
          })
        }
        expect(provider.sent.length).to.equal(2 * sellerIds.length)
      })

      it(`K24: ${title}: a save that comes after the mark takes it back, aloud, when the token ${state}`, async () => {
        const { winner, loser, told } = await machines(soonMs)
        world.advanceDays(days)
        const first = sellerIds.map((sellerId) => winner.accessToken(sellerId))
        await loseLeases(how)
        const second = sellerIds.map((sellerId) => outcomeOf(loser.accessToken(sellerId)))
        const refusal = `reauthorization_required ${reason}`
        expect(await Promise.all(second)).to.deep.equal(
          isGood ? tokensOf(1) : sellerIds.map(() => refusal),
        )
        await until(() => told.loser.length === sellerIds.length)
        const isServed = isGood && reason === 'rotation_lost'
        expect(
          await Promise.all(sellerIds.map((id) => outcomeOf(loser.accessToken(id)))),
        ).to.deep.equal(isServed ? tokensOf(1) : sellerIds.map(() => refusal))
        saves.goOn()

        expect(await Promise.all(first)).to.deep.equal(tokensOf(2))
        const of = (name: string) =>
          sellerIds.map((sellerId) => [name, { sellerId, reason }] as const)
        expect(told.loser).to.have.deep.members(of('reauthorizationRequired'))
        expect(told.winner.filter(([name]) => name !== 'renewed')).to.have.deep.members(
          of('recovered'),
        )
        for (const sellerId of sellerIds) {
          expect(await loser.status(sellerId)).to.include({
            state: 'linked',
            lostReason: undefined,
          })
        }
        world.advanceMs(5_000)
        for (const machine of [winner, loser]) {
          const tokens = await Promise.all(sellerIds.map((id) => machine.accessToken(id)))
          expect(tokens).to.deep.equal(tokensOf(2))
        }
        expect(provider.sent.length).to.equal(2 * sellerIds.length)
      })
    }
  }
})

describe('a refused refresh token, by default', () => {
  for (const [timeoutMs, storeTimeoutMs] of [
    [neverMs, soonMs],
    [1, neverMs],
  ] as const) {
    it(`K24: is checked as long as a request of ${timeoutMs} ms and a save of ${storeTimeoutMs} ms can take`, async () => {
      const world = await SellerWorld.open()
      const calls = new FailingStore(world.store)
      const machine = new SellerTokens({
        // The requests themselves have time enough.
        client: { ...world.client, timeoutMs },
        store: calls.store,
        encryptionKeys: [world.key],
        clock: world.clock,
        storeTimeoutMs,
      })
      const told = eventsOf(machine)
      await machine.link(world.tokens())
      told.length = 0
      world.provider.current = 'TG-of-another-machine'
      const renewal = outcomeOf(machine.renew('4242').then(({ state }) => state))
      await calls.called('lease')
      const looks = () => calls.calls.filter((name) => name === 'get').length
      const before = looks()
      await until(() => looks() >= before + 4 || told.length > 0)
      expect(told).to.deep.equal([])
      await machine.close({ timeoutMs: 1 })
      expect(await renewal).to.equal('closed')
      await world.close()
    })
  }
})
