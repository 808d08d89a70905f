import type { Client, Transaction } from '@libsql/client'
import { expect } from 'chai'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { rejection } from '../helpers/errors.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { tokenRecord } from '../helpers/token-record.ts'

describe('SqliteTokenStore, on a locked file', () => {
  let file: SqliteFile
  let store: SqliteTokenStore
  let others: Client

  const record = tokenRecord()
  const next = tokenRecord({ generation: 2, body: 'next' })

  beforeEach(async () => {
    file = new SqliteFile()
    store = await openStore(10_000)
    others = file.client()
  })

  afterEach(() => file.close())

  async function openStore(busyTimeoutMs: number): Promise<SqliteTokenStore> {
    const opened = new SqliteTokenStore({ client: file.client(), busyTimeoutMs })
    await opened.migrate()
    return opened
  }

  /** Another connection writes and does not come to an end. */
  async function lock(): Promise<Transaction> {
    const transaction = await others.transaction('write')
    await transaction.execute('CREATE TABLE theirs (a)')
    return transaction
  }

  async function bodySeenByOthers(): Promise<unknown> {
    const { rows } = await others.execute('SELECT body FROM mercadopago_sellers')
    return rows[0]?.body
  }

  it('waits for the lock, then saves where everybody sees it', async () => {
    await store.save(record, undefined)
    const transaction = await lock()
    const events: string[] = []
    const saving = store.save(next, 1).then((saved) => events.push(`saved: ${saved}`))

    await store.get(record)
    await new Promise((resolve) => setTimeout(resolve, 50))
    events.push('unlocked')
    await transaction.commit()
    await saving

    expect(events).to.deep.equal(['unlocked', 'saved: true'])
    expect(await bodySeenByOthers()).to.equal('next')
  })

  it('lets fifty callers wait, in the order they came, and fails none', async () => {
    await store.save(record, undefined)
    const transaction = await lock()
    const saves = Array.from({ length: 50 }, (_, index) =>
      store.save(tokenRecord({ generation: index + 2 }), index + 1),
    )
    await new Promise((resolve) => setTimeout(resolve, 30))
    await transaction.commit()

    expect(new Set(await Promise.all(saves))).to.deep.equal(new Set([true]))
    expect((await store.get(record))?.generation).to.equal(51)
  })

  it('reads meanwhile, and keeps the process running', async () => {
    await store.save(record, undefined)
    const transaction = await lock()
    const saving = store.save(next, 1)

    for (let turn = 0; turn < 20; turn++) {
      expect(await store.get(record)).to.deep.equal(record)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }

    await transaction.rollback()
    expect(await saving).to.equal(true)
  })

  it('fails at its deadline with the reason and no token, and is none the worse for it', async () => {
    const impatient = await openStore(60)
    await impatient.save(record, undefined)
    const transaction = await lock()

    const { message, cause } = await rejection(impatient.save(next, 1), Error)

    expect(message).to.equal('the database stayed locked for 60 ms')
    expect(cause).to.include({ code: 'SQLITE_BUSY' })
    await transaction.rollback()
    expect(await impatient.get(record)).to.deep.equal(record)
    expect(await impatient.save(next, 1)).to.equal(true)
    expect(await bodySeenByOthers()).to.equal('next')
  })

  it('waits longer for a migration, because another process may be at work on one', async () => {
    const [migrating, saving] = [await openStore(20), await openStore(20)]
    const transaction = await lock()
    const migrated = migrating.migrate()

    for (let times = 0; times < 3; times++) await rejection(saving.save(record, undefined), Error)
    await transaction.commit()

    await migrated
    expect(await saving.save(record, undefined)).to.equal(true)
  })

  it('reads what others wrote after a lock, never an older copy', async () => {
    const impatient = await openStore(20)
    await impatient.save(record, undefined)
    const transaction = await lock()
    await rejection(impatient.save(next, 1), Error)
    await rejection(impatient.claim('mp-1', new Date()), Error)
    await transaction.rollback()

    await impatient.get(record)
    await store.save(next, 1)

    expect(await impatient.get(record)).to.deep.equal(next)
  })

  it('saves durably on a connection that was set to be careless', async () => {
    const client = file.client({ concurrency: 1 })
    await client.execute('PRAGMA synchronous = OFF')

    await new SqliteTokenStore({ client }).save(record, undefined)

    const { rows } = await client.execute('PRAGMA synchronous')
    expect(rows[0]?.synchronous).to.equal(2)
  })
})
