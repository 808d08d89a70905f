import { createClient } from '@libsql/client'
import type { TokenRecord } from 'mercadopago-oauth/store'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { tokenRecord } from '../helpers/token-record.ts'

// Another process of the machine: does one task on the file, and tells what came of it.

/** What a worker may be told to do. */
export type Task =
  /** Creates the tables. */
  | { name: 'migrate' }
  /** Leases, saves and claims in each round what everybody else wants, too. */
  | { name: 'rival'; holder: string; rounds: number }
  /** Adds to the generation of one record, so many times. */
  | { name: 'count'; times: number }
  /** Saves until it is killed, and reports each save. */
  | { name: 'save'; sellers: number }

/** Which rounds a rival won. */
export interface Wins {
  leases: number[]
  saves: number[]
  claims: number[]
}

/** A save that was acknowledged. */
export interface Saved {
  sellerId: string
  generation: number
}

/** A record whose fields tell which save wrote them. */
export function recordOfSave(sellerId: string, generation: number): TokenRecord {
  return tokenRecord({ sellerId, generation, body: `body-${generation}-`.repeat(300) })
}

function openStore(path: string): SqliteTokenStore {
  // A machine under load may be slow to run eight processes; normally nothing here takes this long.
  return new SqliteTokenStore({
    client: createClient({ url: `file:${path}` }),
    busyTimeoutMs: 30_000,
  })
}

async function rival(store: SqliteTokenStore, holder: string, rounds: number): Promise<Wins> {
  const wins: Wins = { leases: [], saves: [], claims: [] }
  for (let round = 0; round < rounds; round++) {
    const leased = tokenRecord({ sellerId: `leased-${round}` })
    const saved = tokenRecord({ sellerId: `saved-${round}`, generation: 2, owner: holder })
    const [lease, hasSaved, hasClaimed] = await Promise.all([
      store.lease(leased, holder, 600_000),
      store.save(saved, 1),
      store.claim(`mp-${round}`, new Date(Date.now() + 600_000)),
    ])
    if (lease.state === 'leased') wins.leases.push(round)
    if (hasSaved) wins.saves.push(round)
    if (hasClaimed) wins.claims.push(round)
  }
  return wins
}

async function count(store: SqliteTokenStore, times: number): Promise<void> {
  for (let done = 0; done < times; ) {
    const record = await store.get(tokenRecord())
    if (record === undefined) throw new Error('the counter is gone')
    const { generation } = record
    if (await store.save({ ...record, generation: generation + 1 }, generation)) done++
  }
}

async function saveForEver(store: SqliteTokenStore, sellers: number): Promise<never> {
  for (let generation = 1; ; generation++) {
    for (let seller = 0; seller < sellers; seller++) {
      const record = recordOfSave(`seller-${seller}`, generation)
      const expected = generation === 1 ? undefined : generation - 1
      if (!(await store.save(record, expected))) throw new Error('a save was refused')
      const saved: Saved = { sellerId: record.sellerId, generation }
      process.send?.(saved)
    }
  }
}

function work(store: SqliteTokenStore, task: Task): Promise<unknown> {
  switch (task.name) {
    case 'migrate':
      return store.migrate()
    case 'rival':
      return rival(store, task.holder, task.rounds)
    case 'count':
      return count(store, task.times)
    case 'save':
      return saveForEver(store, task.sellers)
  }
}

const [, script, path] = process.argv
if (script === import.meta.filename && path !== undefined) {
  process.once('message', (task: Task) => {
    void work(openStore(path), task).then(
      (result) => process.send?.({ result }, () => process.disconnect()),
      (error: Error) => process.send?.({ error: error.message }, () => process.disconnect()),
    )
  })
  process.send?.('ready')
}
