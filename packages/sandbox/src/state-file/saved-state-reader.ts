import * as v from 'valibot'
import type { Order } from '../checkout/order.ts'
import type { Preference } from '../checkout/preference.ts'
import type { SavedEntry } from '../grants/expiring-map.ts'
import { number, object, oneOf, openObject, type Reader, read, record, string } from '../reading.ts'
import { type Application, allScopes, createApplication } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import { createSwitches } from '../switches/switches.ts'
import { type SavedState, savedFormat } from './saved-state.ts'

const boolean = v.boolean('true or false')

const date = v.pipe(
  string,
  v.transform((iso) => new Date(iso)),
  v.date('a date'),
)

const owner = v.pipe(
  openObject({ id: number, registeredAt: v.exactOptional(date) }),
  v.transform((saved) => saved as unknown as Seller),
)

const application = v.pipe(
  openObject({ clientId: string, owner }),
  // createApplication() checks the other settings.
  v.transform((saved): Application => createApplication(saved)),
)

const grant = object({
  clientId: string,
  userId: number,
  scopes: list(oneOf(allScopes)),
  isLive: boolean,
  secretMark: string,
})

const code = object({
  grant,
  redirectUri: string,
  challenge: v.exactOptional(object({ value: string, method: oneOf(['S256', 'plain']) })),
})

const refreshToken = object({
  grant,
  accessToken: string,
  isWithdrawn: v.exactOptional(boolean),
})

const item = openObject({ title: string, quantity: number, unit_price: number })

const purchase = {
  id: string,
  clientId: string,
  sellerId: number,
  createdAt: date,
  items: list(item),
  marketplaceFee: number,
  request: record(),
  paidAt: v.exactOptional(date),
}
const preference: Reader<Preference> = object(purchase)
const order: Reader<Order> = object({ ...purchase, idempotencyKey: string })

const state: Reader<SavedState> = object({
  format: v.literal(savedFormat, String(savedFormat)),
  clockOffsetMs: number,
  switches: v.pipe(
    record(),
    v.transform((saved) => ({ ...createSwitches(saved, () => {}) })),
  ),
  applications: list(application),
  connections: list(object({ sellerId: number, clientId: string, since: date })),
  ledger: object({
    codes: list(entry(code)),
    accessTokens: list(entry(grant)),
    refreshTokens: list(entry(refreshToken)),
  }),
  lastCalls: list(object({ clientId: string, userId: number, atMs: number })),
  preferences: list(preference),
  // Files from before there were orders have none.
  orders: v.optional(list(order), []),
})

/**
 * Reads what was saved. The file is open to editors, so nothing in it is trusted.
 *
 * @throws Error that names the field that is wrong.
 */
export function readSavedState(text: string): SavedState {
  return read(state, JSON.parse(text), 'state')
}

function list<Value>(each: Reader<Value>): Reader<Value[]> {
  return v.array(each, 'a list')
}

function entry<Value>(value: Reader<Value>): Reader<SavedEntry<Value>> {
  return object({ key: string, value, expiresAtMs: number })
}
