import { expect } from 'chai'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { PgBoss, TestClock } from 'pg-boss'
import { startPostgres } from '../../.cache/test/helpers/postgres-server.js'
import { startSweeps } from './.cache/recipes/pg-boss.js'
import { DueSellers } from './due-sellers.js'

const name = 'mercadopago-sweep'
/** In São Paulo. */
const threeOclock = Date.parse('2027-05-01T06:00:00.000Z')

describe('a nightly sweep of pg-boss on two machines', () => {
  let database
  let pool
  let due
  let clock
  let machines

  beforeEach(async () => {
    database = await startPostgres()
    pool = new pg.Pool({ connectionString: database.url })
    due = await DueSellers.open(async () => {
      const store = new PostgresTokenStore({ pool })
      await store.migrate()
      return store
    })
    // Both use this clock, and so does the time that PostgreSQL reports to them.
    clock = new TestClock(threeOclock - 60_000)
    machines = []
    for (const sellers of due.machines) {
      const boss = new PgBoss({ connectionString: database.url, clock })
      await boss.start()
      machines.push(boss)
      await startSweeps(sellers, boss)
    }
  })
  afterEach(async () => {
    for (const boss of machines) await boss.stop({ graceful: false })
    await due.close()
    await pool.end()
    await database.stop()
  })

  /** Lets time pass until there are jobs, and all of them are in a state. */
  async function jobsIn(state) {
    for (;;) {
      const jobs = await machines[0].findJobs(name)
      if (jobs.length > 0 && jobs.every((job) => job.state === state)) return jobs
      await clock.tick(1_000)
    }
  }

  it('runs once, and renews every seller', async () => {
    const jobs = await jobsIn('completed')

    expect(jobs.map(({ output }) => output)).to.deep.equal([{ renewed: 9, failed: [] }])
    expect(jobs[0].startedOn.getTime()).to.be.within(threeOclock, threeOclock + 60_000)
    expect(due.sent).to.deep.equal(due.once)
  })

  it('is tried again when it fails, and goes on where it stopped', async () => {
    const store = due.failMidway()
    const [failed] = await jobsIn('retry')
    const before = due.sent.length
    store.isBack()

    const jobs = await jobsIn('completed')

    expect(failed.output.code).to.equal('store_unavailable')
    expect(before).to.be.within(1, 8)
    expect(jobs.map(({ id, retryCount, output }) => [id, retryCount, output])).to.deep.equal([
      [failed.id, 1, { renewed: 9 - before, failed: [] }],
    ])
    expect(due.sent).to.deep.equal(due.once)
  })

  it('renews nobody twice where two machines run it at once', async () => {
    await Promise.all(machines.map((boss) => boss.send(name)))

    const [one, other] = await jobsIn('completed')

    expect(one.output.renewed + other.output.renewed).to.equal(9)
    expect(due.sent).to.deep.equal(due.once)
  })
})
