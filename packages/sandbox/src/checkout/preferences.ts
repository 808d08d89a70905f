import { randomUUID } from 'node:crypto'
import type { Grant } from '../grants/grant.ts'
import type { Preference } from './preference.ts'
import { Purchases } from './purchases.ts'

/** What a new preference is made of. */
export type NewPreference = Pick<Preference, 'items' | 'marketplaceFee' | 'request'>

/** The preferences that were created. */
export class Preferences extends Purchases<Preference> {
  create({ clientId, userId }: Grant, preference: NewPreference): Preference {
    const id = `${userId}-${randomUUID()}`
    return this.set({ id, clientId, sellerId: userId, createdAt: this.clock.now(), ...preference })
  }
}
