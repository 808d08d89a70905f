import { once } from 'node:events'
import { expect } from 'chai'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { tokenRecord } from '../helpers/token-record.ts'
import { startWorker, together } from './sqlite-processes.ts'
import { recordOfSave, type Saved, type Task } from './sqlite-worker.ts'

describe('SqliteTokenStore, with several processes on one file', function () {
  this.timeout(60_000)

  let file: SqliteFile

  beforeEach(() => {
    file = new SqliteFile()
  })

  afterEach(() => file.close())

  async function openStore(): Promise<SqliteTokenStore> {
    const store = new SqliteTokenStore({ client: file.client() })
    await store.migrate()
    return store
  }

  const eight = Array.from({ length: 8 }, (_, index) => `process-${index}`)

  it('E02: gives each lease, save and claim to exactly one of eight, and fails none', async () => {
    const rounds = 60
    const store = await openStore()
    for (let round = 0; round < rounds; round++) {
      await store.save(tokenRecord({ sellerId: `leased-${round}` }), undefined)
      await store.save(tokenRecord({ sellerId: `saved-${round}` }), undefined)
    }

    const wins = await together(
      file,
      eight.map((holder) => ({ name: 'rival', holder, rounds })),
    )

    const all = Array.from({ length: rounds }, (_, round) => round)
    for (const kind of ['leases', 'saves', 'claims'] as const) {
      const won = wins.flatMap((win) => win?.[kind] ?? []).sort((a, b) => a - b)
      expect(won, kind).to.deep.equal(all)
    }
    for (const [index, win] of wins.entries()) {
      for (const round of win?.saves ?? []) {
        const saved = await store.get(tokenRecord({ sellerId: `saved-${round}` }))
        expect(saved?.owner).to.equal(eight[index])
      }
    }
  })

  it('loses no write of eight that count one number up', async () => {
    const store = await openStore()
    await store.save(tokenRecord(), undefined)

    await together(
      file,
      eight.map(() => ({ name: 'count', times: 50 })),
    )

    expect((await store.get(tokenRecord()))?.generation).to.equal(1 + 8 * 50)
  })

  it('migrates when ten do so at once, on a file that does not exist yet', async () => {
    await together(
      file,
      Array.from({ length: 10 }, () => ({ name: 'migrate' })),
    )

    const client = file.client()
    const { rows } = await client.execute('PRAGMA journal_mode')
    expect(rows[0]?.journal_mode).to.equal('wal')
    const store = new SqliteTokenStore({ client })
    expect(await store.save(tokenRecord(), undefined)).to.equal(true)
  })

  for (const kills of [1, 37, 150, 400]) {
    it(`E07: keeps every acknowledged save, whole, when its writer is killed after ${kills}`, async () => {
      const store = await openStore()
      const acknowledged = new Map<string, number>()
      const worker = await startWorker(file)
      let count = 0
      worker.on('message', ({ sellerId, generation }: Saved) => {
        acknowledged.set(sellerId, generation)
        if (++count === kills) worker.kill('SIGKILL')
      })

      const gone = Promise.all([once(worker, 'exit'), once(worker, 'disconnect')])
      worker.send({ name: 'save', sellers: 5 } satisfies Task)
      await gone

      const reopened = new SqliteTokenStore({ client: file.client() })
      expect(count).to.be.at.least(kills)
      for (const [sellerId, generation] of acknowledged) {
        const stored = await reopened.get(tokenRecord({ sellerId }))
        expect(stored).to.deep.equal(recordOfSave(sellerId, stored?.generation ?? 0))
        expect(stored?.generation).to.be.at.least(generation)
        expect(await store.get(tokenRecord({ sellerId }))).to.deep.equal(stored)
      }
      const { rows } = await file.client().execute('PRAGMA integrity_check')
      expect(rows[0]?.integrity_check).to.equal('ok')
    })
  }
})
