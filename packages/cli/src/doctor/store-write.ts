import { randomBytes } from 'node:crypto'
import type { TokenRecord, TokenStore } from 'mercadopago-oauth/store'
import type { OpenedStore } from '../store.ts'
import { storeTrouble } from '../store-trouble.ts'
import { fault, type Observation, ok } from './finding.ts'

/** No application has this Client ID, so the record appears in no list of sellers. */
const clientId = '~doctor'

/** Checks that the store can be written: saves a made-up record, reads it and removes it. */
export async function writeObservation({ store, place }: OpenedStore): Promise<Observation> {
  try {
    const isKept = await keeps(store)
    if (isKept) return ok(`${place} can be written and read.`)
    return fault(
      `${place} took a record, but had lost it a moment later.`,
      'A renewed token can be lost the same way, and the seller must link again.',
      'Connect to the primary server, not to a replica or a cache.',
    )
  } catch (error) {
    return fault(
      `${place} cannot be written: ${storeTrouble(error)}.`,
      'No seller can link, and a renewal would use up a refresh token without saving the next one.',
      'Check the permissions of its user, its free disk space, and that it is the primary.',
    )
  }
}

/** Whether a record is still returned after it was removed. */
export async function keepsRemoved(store: TokenStore): Promise<boolean> {
  const record = recordOfNobody()
  await store.save(record, undefined)
  await store.delete(record)
  return (await store.get(record)) !== undefined
}

async function keeps(store: TokenStore): Promise<boolean> {
  const record = recordOfNobody()
  try {
    if (!(await store.save(record, undefined))) return false
    return (await store.get(record))?.body === record.body
  } finally {
    await store.delete(record)
  }
}

function recordOfNobody(): TokenRecord {
  return {
    clientId,
    sellerId: `~doctor-${randomBytes(8).toString('hex')}`,
    generation: 1,
    dueAt: null,
    owner: null,
    linkedAt: new Date(),
    body: JSON.stringify({ doctor: randomBytes(8).toString('hex') }),
  }
}
