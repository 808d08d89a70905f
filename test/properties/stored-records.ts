import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { MemoryTokenStore, type SellerStatus, SellerTokens } from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { changedRecord, recordIn, storedSeller } from '../helpers/stored-seller.ts'
import type { Report } from '../reliability/report.ts'
import { Canaries } from './canaries.ts'
import { Contract } from './contract.ts'
import { type ExplorationOptions, explore } from './exploration.ts'
import { Fault, same } from './fault.ts'
import { type Judges, outcomeOf } from './outcome.ts'
import {
  type Damage,
  damageOf,
  damages,
  isNeededByLink,
  type WrongField,
  wrongFields,
} from './record-damage.ts'
import { RotatingClient } from './rotating-client.ts'

const sellerIds = ['1001', '1002', '1003'] as const
const damagedId = '1002'
const owner = 'shop-1'
const daySeconds = 24 * 60 * 60
/** Longer than any lease: what one call left behind is no matter for the next. */
const pauseSeconds = 31

const keys = ['old', 'new', 'unknown'].map((name) => createHash('sha256').update(name).digest())
const [oldKey, newKey, unknownKey] = keys as [Buffer, Buffer, Buffer]

const calls = ['accessToken', 'status', 'byOwner', 'list', 'renew', 'renewDue', 'rewrap'] as const
type Call = (typeof calls)[number]

interface RecordCase {
  damage: readonly Damage[]
  /** A field that is not even of its type. */
  wrong: WrongField | undefined
  /** Whether the machine that reads the record has newer keys than the one that wrote it. */
  hasNewKeys: boolean
  afterDays: number
  calls: readonly Call[]
  /** How many renewals a sweep has under way at once; `undefined` for the default. */
  concurrency: number | undefined
}

const cases: fc.Arbitrary<RecordCase> = fc.record({
  damage: damages,
  wrong: wrongFields,
  hasNewKeys: fc.boolean(),
  afterDays: fc.constantFrom(0, 0, 1, 151, 181),
  calls: fc.shuffledSubarray([...calls], { minLength: 1 }),
  concurrency: fc.constantFrom(undefined, 1, 2, 8),
})

/**
 * R07: whatever is in a stored record, every call ends with a code of the contract or with a token that
 * was the seller's own; the other sellers do not notice, and a new link mends it. What is no record at all
 * is named as unreadable; where not even its envelope is whole, until it is unlinked.
 */
export function storedRecords(options: ExplorationOptions): Promise<Report> {
  const contract = new Contract()
  const canaries = new Canaries(
    application.clientSecret,
    ...['APP_USR-c4n4ry-access-', 'TG-c4n4ry-refresh-'].map((token) => token.slice(0, 16)),
    ...keys.map((key) => key.toString('base64')),
  )
  return explore(
    { run: 'R07 stored records', cases, attempt: (one) => attempt(one, { contract, canaries }) },
    options,
  )
}

async function attempt(one: RecordCase, judges: Judges): Promise<string> {
  const clock = new MovableClock()
  const provider = new RotatingClient(clock.read)
  const store = new MemoryTokenStore({ clock: clock.read })
  const machine = (...encryptionKeys: Buffer[]) =>
    new SellerTokens({ client: provider.client, store, encryptionKeys, clock: clock.read })
  const writer = machine(oldKey)
  for (const sellerId of sellerIds) await writer.link(provider.consent(sellerId), { owner })
  await spoil(one, store, clock)
  const reader = one.hasNewKeys ? machine(newKey, oldKey) : machine(oldKey)
  clock.advance(one.afterDays * daySeconds)

  const found: string[] = []
  for (const call of one.calls) {
    clock.advance(pauseSeconds)
    const work = made(call, reader, provider, judges, one)
    const outcome = await outcomeOf(work, judges, 'ended')
    assertPossible(call, outcome, one)
    found.push(`${call}: ${outcome}`)
  }
  for (const sellerId of sellerIds) {
    if (sellerId === damagedId) continue
    clock.advance(pauseSeconds)
    const token = await reader.accessToken(sellerId)
    same(`token of ${sellerId}`, token, provider.issued.get(sellerId)?.at(-1))
    same(`${sellerId} is linked`, (await reader.status(sellerId))?.isLinked, true)
  }
  same('refused refresh tokens of others', provider.refused.filter(isOther).join(), '')

  clock.advance(pauseSeconds)
  const linkAnew = () => reader.link(provider.consent(damagedId), { owner, move: true })
  if (one.wrong !== undefined && isNeededByLink(one.wrong)) {
    same('a link over no record', await outcomeOf(linkAnew(), judges, 'ended'), 'record_unreadable')
    await reader.unlink(damagedId)
  }
  await linkAnew()
  const token = await reader.accessToken(damagedId)
  same('token after a new link', token, provider.issued.get(damagedId)?.at(-1))
  return found[0] ?? ''
}

/** One bad record keeps nobody else from a sweep; one that is none is told by whatever reads it. */
function assertPossible(call: Call, outcome: string, { wrong }: RecordCase): void {
  // Whether the list of an owner holds it depends on what is wrong.
  if (call === 'byOwner' && wrong !== undefined) return
  // A sweep puts an unreadable record off, which writes a right date over a wrong one.
  if (wrong?.field === 'dueAt') return
  if (call === 'list' || call === 'renewDue' || call === 'rewrap') same(call, outcome, 'ended')
  else if (wrong !== undefined) same(call, outcome, 'record_unreadable')
}

function isOther(sellerId: string): boolean {
  return sellerId !== damagedId
}

/** Changes the stored record of one seller behind everybody's back. */
async function spoil(
  { damage, wrong }: RecordCase,
  store: MemoryTokenStore,
  clock: MovableClock,
): Promise<void> {
  const foreign = new MemoryTokenStore({ clock: clock.read })
  const provider = new RotatingClient(clock.read)
  const stranger = new SellerTokens({
    client: provider.client,
    store: foreign,
    encryptionKeys: [unknownKey],
    clock: clock.read,
  })
  const { clientId } = application
  const record = await recordIn(store, { clientId, sellerId: damagedId })
  await stranger.link(provider.consent(damagedId))
  const lenders = {
    otherSeller: storedSeller(await recordIn(store, { clientId, sellerId: '1001' })),
    unknownKeys: storedSeller(await recordIn(foreign, { clientId, sellerId: damagedId })),
  }
  const changes = damageOf(storedSeller(record), damage, lenders)
  const wrongly = wrong === undefined ? {} : { [wrong.field]: wrong.value }
  await store.save(changedRecord(record, { ...changes, ...wrongly }), record.generation)
}

/** Makes a call that meets the damaged record, and judges what it gives. */
async function made(
  call: Call,
  sellers: SellerTokens,
  provider: RotatingClient,
  judges: Judges,
  { concurrency }: RecordCase,
): Promise<void> {
  switch (call) {
    case 'accessToken': {
      const token = await sellers.accessToken(damagedId)
      same('an own token', provider.issued.get(damagedId)?.includes(token), true)
      return
    }
    case 'status':
      assertStatus(await sellers.status(damagedId))
      return
    case 'byOwner':
      for (const status of await sellers.byOwner(owner)) assertStatus(status)
      return
    case 'list':
      for await (const listed of sellers.list()) {
        if (!('error' in listed)) assertStatus(listed)
        else same('who cannot be read', listed.sellerId, damagedId)
      }
      return
    case 'renew':
      assertStatus(await sellers.renew(damagedId))
      return
    case 'renewDue':
      await sweep(sellers, judges, concurrency)
      return
    case 'rewrap':
      for await (const { sellerId, error } of sellers.rewrap()) {
        same(`${sellerId} is a seller`, (sellerIds as readonly string[]).includes(sellerId), true)
        if (error === undefined) continue
        same('who was not sealed anew', sellerId, damagedId)
        judges.contract.codeOf(error)
        judges.canaries.assertAbsent(error)
      }
  }
}

async function sweep(
  sellers: SellerTokens,
  { contract, canaries }: Judges,
  concurrency: number | undefined,
): Promise<void> {
  const swept: string[] = []
  for await (const outcome of sellers.renewDue(concurrency === undefined ? {} : { concurrency })) {
    swept.push(outcome.sellerId)
    if (!outcome.renewed) {
      contract.codeOf(outcome.error)
      canaries.assertAbsent(outcome.error)
      same('who was not renewed', outcome.sellerId, damagedId)
    }
    if (swept.length > sellerIds.length) throw new Fault(`sweeps without end: ${swept}`)
  }
}

function assertStatus(status: SellerStatus | undefined): void {
  if (status === undefined) throw new Fault('the seller is gone')
  const { expiresAt, linkedAt, dueAt = linkedAt, renewedAt = linkedAt } = status
  const dates = [expiresAt, linkedAt, dueAt, renewedAt]
  if (dates.some((date) => Number.isNaN(date.getTime()))) throw new Fault(inspect(status))
}
