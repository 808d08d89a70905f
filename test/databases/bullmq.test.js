import { once } from 'node:events'
import { Queue } from 'bullmq'
import { expect } from 'chai'
import { startRedis } from '../../.cache/test/helpers/redis-server.js'
import { startSweeps } from './.cache/recipes/bullmq.js'
import { DueSellers } from './due-sellers.js'

describe('a nightly sweep of BullMQ on two machines', () => {
  let redis
  let due
  let queue
  let workers
  let started

  before(async () => {
    redis = await startRedis()
  })
  after(() => redis?.stop())

  beforeEach(async () => {
    due = await DueSellers.open()
    const connection = { url: redis.url }
    queue = new Queue('mercadopago-sweep', { connection })
    workers = await Promise.all(due.machines.map((machine) => startSweeps(machine, connection)))
    started = []
    for (const worker of workers) worker.on('active', ({ id }) => started.push(id))
  })
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.close()))
    await queue.obliterate({ force: true })
    await queue.close()
    await due.close()
  })

  /** On whichever machine it happens. */
  function any(event) {
    return Promise.race(workers.map((worker) => once(worker, event)))
  }

  async function nextNight() {
    const [job, ...others] = await queue.getDelayed()
    expect(others).to.deep.equal([])
    return job
  }

  it('runs once, and renews every seller', async () => {
    const tonight = await nextNight()
    const completed = any('completed')
    await tonight.promote()

    const [, result] = await completed

    expect(result).to.deep.equal({ renewed: 9, failed: [] })
    expect(started).to.deep.equal([tonight.id])
    expect(due.sent).to.deep.equal(due.once)
    expect((await nextNight()).id).not.to.equal(tonight.id)
  })

  it('is tried again when it fails, and goes on where it stopped', async () => {
    const tonight = await nextNight()
    const store = due.failMidway()
    const failed = any('failed')
    await tonight.promote()
    const [, error] = await failed
    const before = due.sent.length
    store.isBack()
    const completed = any('completed')
    await tonight.promote()

    const [, result] = await completed

    expect(error.code).to.equal('store_unavailable')
    expect(before).to.be.within(1, 8)
    expect(result).to.deep.equal({ renewed: 9 - before, failed: [] })
    expect(started).to.deep.equal([tonight.id, tonight.id])
    expect(due.sent).to.deep.equal(due.once)
  })

  it('renews nobody twice where two machines run it at once', async () => {
    const completed = Promise.all(workers.map((worker) => once(worker, 'completed')))
    await queue.addBulk([{ name: 'by hand' }, { name: 'by hand' }])

    const results = (await completed).map(([, { renewed }]) => renewed)

    expect(results[0] + results[1]).to.equal(9)
    expect(due.sent).to.deep.equal(due.once)
  })
})
