import { expect } from 'chai'
import { sweep } from './.cache/recipes/sweep.js'
import { DueSellers } from './due-sellers.js'

describe('a sweep that is stopped', () => {
  let due

  beforeEach(async () => {
    due = await DueSellers.open()
  })
  afterEach(() => due.close())

  it('ends what it has begun, and the next one goes on with the others', async () => {
    const [machine, other] = due.machines
    const timeLimit = new AbortController()
    machine.once('renewed', () => timeLimit.abort())
    const first = await sweep(machine, timeLimit.signal)

    const next = await sweep(other)

    expect(first.renewed).to.be.within(1, 4)
    expect(next).to.deep.equal({ renewed: 9 - first.renewed, failed: [] })
    expect(due.sent).to.deep.equal(due.once)
  })
})
