import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { expect } from 'chai'
import { SqliteTokenStore, schemaSql } from 'mercadopago-oauth-sqlite'
import { rejection } from '../helpers/errors.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { tokenRecord } from '../helpers/token-record.ts'

describe('SqliteTokenStore, what it writes and reads', () => {
  let file: SqliteFile
  let store: SqliteTokenStore

  beforeEach(async () => {
    file = new SqliteFile()
    store = new SqliteTokenStore({ client: file.client() })
    await store.migrate()
  })

  afterEach(() => file.close())

  for (const intMode of ['number', 'bigint', 'string'] as const) {
    it(`reads integers exactly by a client whose intMode is ${intMode}`, async () => {
      const record = tokenRecord({ generation: Number.MAX_SAFE_INTEGER })
      await store.save(record, undefined)

      const reader = new SqliteTokenStore({ client: file.client({ intMode }) })

      expect(await reader.get(record)).to.deep.equal(record)
      expect(await reader.lease(record, 'a', 1_000)).to.deep.equal({
        state: 'leased',
        record,
        abandoned: false,
      })
      expect(await reader.save(record, Number.MAX_SAFE_INTEGER - 1)).to.equal(false)
    })
  }

  for (const [what, text] of [
    ['a NUL character', 'a\0b'],
    ['half a surrogate pair', 'a\ud800'],
  ] as const) {
    it(`F10: refuses ${what}, which the driver would not give back, and does not show it`, async () => {
      const acts = {
        sellerId: () => store.get(tokenRecord({ sellerId: text })),
        clientId: () => store.delete(tokenRecord({ clientId: text })),
        body: () => store.save(tokenRecord({ body: text }), undefined),
        owner: () => store.byOwner('app-1', text),
        holder: () => store.lease(tokenRecord(), text, 1_000),
        after: () => store.list({ clientId: 'app-1', after: text, limit: 1 }),
        key: () => store.claim(text, new Date()),
      }
      for (const [name, act] of Object.entries(acts)) {
        const error = await rejection(act(), TypeError)
        expect(error).to.include({
          message: `"${name}" must be well-formed text without NUL characters`,
          code: 'ERR_INVALID_ARG_VALUE',
          option: name,
        })
      }
      expect(await store.list({ clientId: 'app-1', limit: 10 })).to.deep.equal([])
    })
  }

  it('refuses what is not a date or a whole number', async () => {
    const broken = [
      { linkedAt: new Date(Number.NaN) },
      { generation: 1.5 },
      { generation: 2 ** 53 },
    ]
    for (const changes of broken) {
      const error = await rejection(store.save(tokenRecord(changes), undefined), TypeError)
      expect(error).to.include({ code: 'ERR_INVALID_ARG_VALUE' })
    }
  })

  it('leases to the millisecond', async () => {
    await store.save(tokenRecord(), undefined)
    const earliest = Date.now()
    await store.lease(tokenRecord(), 'a', 60_000)
    const latest = Date.now()

    const { rows } = await file.client().execute('SELECT lease_until FROM mercadopago_sellers')

    expect(rows[0]?.lease_until).to.be.within(earliest + 60_000, latest + 60_000)
  })

  it("leaves another's lease its end when it saves", async () => {
    const client = file.client()
    const leaseEnd = async () => {
      const { rows } = await client.execute('SELECT lease_until FROM mercadopago_sellers')
      return rows[0]?.lease_until
    }
    const record = tokenRecord()
    await store.save(record, undefined)
    await store.lease(record, 'a', 60_000)
    const end = await leaseEnd()

    await store.save(record, 1)
    await store.save(record, 1, 'b')

    expect(end).to.be.a('number')
    expect(await leaseEnd()).to.equal(end)
  })

  it('reads and writes at once on the one connection of a database in memory', async () => {
    const client = createClient({ url: ':memory:' })
    const inMemory = new SqliteTokenStore({ client })
    await inMemory.migrate()
    await inMemory.save(tokenRecord(), undefined)

    const responses = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const [record, claimed] = await Promise.all([
          inMemory.get(tokenRecord()),
          inMemory.claim(`mp-${index}`, new Date(Date.now() + 60_000)),
        ])
        return [record?.sellerId, claimed]
      }),
    )

    expect(responses).to.deep.equal(Array.from({ length: 50 }, () => ['2345678901', true]))
    client.close()
  })

  it('forgets claims that have expired, a few with each new one', async () => {
    const client = file.client()
    const keys = async () => {
      const { rows } = await client.execute('SELECT count(*) AS n FROM mercadopago_sellers_claims')
      return rows[0]?.n
    }
    await client.execute(`INSERT INTO mercadopago_sellers_claims
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
      SELECT 'old-' || i, i FROM n`)
    await store.claim('held', new Date(Date.now() + 600_000))
    expect(await keys()).to.equal(40 - 16 + 1)

    await store.claim('held-too', new Date(Date.now() + 600_000))
    await store.claim('held', new Date(Date.now() + 600_000))

    expect(await keys()).to.equal(2)
    expect(await store.claim('held', new Date())).to.equal(false)
  })

  it('K20: keeps a claim for an hour by its own clock, and to its end when that is later', async () => {
    const before = Date.now()
    await store.claim('late', new Date(before - 600_000))
    await store.claim('early', new Date(before + 7_200_000))
    const after = Date.now()

    const { rows } = await file
      .client()
      .execute('SELECT expires_at FROM mercadopago_sellers_claims ORDER BY key')

    const [early, late] = rows.map(({ expires_at }) => expires_at)
    expect(early).to.equal(before + 7_200_000)
    expect(late).to.be.within(before + 3_600_000, after + 3_600_000)
  })

  it('F07: writes to its files nothing but what it was given', async () => {
    const record = { ...tokenRecord({ owner: 'tienda-7' }), plainToken: 'APP_USR-canary' }
    await store.save(record, undefined)
    await store.save({ ...record, generation: 2 }, 1, 'holder-1')
    await store.claim('claimed-key', new Date(Date.now() + 600_000))

    const bytes = readdirSync(file.folder)
      .map((name) => readFileSync(join(file.folder, name), 'latin1'))
      .join('\n')

    expect(bytes).to.include(record.body).and.include('claimed-key')
    const { plainToken, ...known } = record
    const names = [...(schemaSql().match(/\w+/g) ?? []), 'sqlite_autoindex_', 'table', 'index']
    const words = [...Object.values(known), 'claimed-key', 'SQLite format 3', ...names]
      .filter((word) => typeof word === 'string')
      .sort((a, b) => b.length - a.length)
    const rest = words.reduce((left, word) => left.replaceAll(word, '\n'), bytes)
    // Shorter runs of letters come about by chance, in checksums.
    expect(rest.match(/[\w.+/=-]{12,}/g) ?? []).to.deep.equal([])
    expect(bytes).not.to.include(plainToken)
  })

  it('gives the log the read permissions of the file', async () => {
    const own = new SqliteFile()
    writeFileSync(own.path, '', { mode: 0o600 })
    await new SqliteTokenStore({ client: own.client() }).migrate()

    const modes = readdirSync(own.folder).map((name) => statSync(join(own.folder, name)).mode)

    expect(modes.map((mode) => mode & 0o777)).to.deep.equal([0o600, 0o600, 0o600])
    own.close()
  })
})
