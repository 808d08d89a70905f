import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { MemoryReplayGuard } from 'mercadopago-oauth'
import { MovableClock } from '../helpers/movable-clock.ts'

describe('MemoryReplayGuard', () => {
  let clock: MovableClock
  let guard: MemoryReplayGuard
  beforeEach(() => {
    clock = new MovableClock()
    guard = new MemoryReplayGuard({ clock: clock.read })
  })

  it('gives a key to the first who claims it', async () => {
    expect(await guard.claim('a', clock.after(600))).to.equal(true)
    expect(await guard.claim('a', clock.after(600))).to.equal(false)
    expect(await guard.claim('b', clock.after(600))).to.equal(true)
  })

  it('gives a key to one of many who claim it at once', async () => {
    const claims = Array.from({ length: 50 }, () => guard.claim('a', clock.after(600)))

    expect((await Promise.all(claims)).filter(Boolean)).to.deep.equal([true])
  })

  it('keeps a key until it expires', async () => {
    await guard.claim('a', clock.after(600))
    clock.advance(599.999)

    expect(await guard.claim('a', clock.after(600))).to.equal(false)
  })

  it('K20: keeps a key for an hour, whatever the clock says that set its end', async () => {
    await guard.claim('a', clock.after(-600))
    clock.advance(3599.999)
    expect(await guard.claim('a', clock.after(600))).to.equal(false)
    clock.advance(0.001)
    expect(await guard.claim('a', clock.after(600))).to.equal(true)
  })

  it('keeps a key for longer than an hour when it lives longer', async () => {
    await guard.claim('a', clock.after(7200))
    clock.advance(7199.999)
    expect(await guard.claim('a', clock.after(600))).to.equal(false)
    clock.advance(0.001)
    expect(await guard.claim('a', clock.after(600))).to.equal(true)
  })

  it('K21: forgets only a few expired keys in one call', async () => {
    for (let count = 0; count < 100; count++) await guard.claim(`old ${count}`, clock.after(600))
    clock.advance(3600)
    await guard.claim('new', clock.after(600))
    // The oldest are forgotten, the others are not looked at yet.
    expect(await guard.claim('old 0', clock.after(600))).to.equal(true)
    expect(await guard.claim('old 99', clock.after(600))).to.equal(false)
  })

  it('tells names of objects apart from what an object has', async () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(await guard.claim(key, clock.after(600))).to.equal(true)
      expect(await guard.claim(key, clock.after(600))).to.equal(false)
    }
  })

  it('uses the system clock by default', async () => {
    const guard = new MemoryReplayGuard()
    const later = new Date(Date.now() + 60_000)

    expect(await guard.claim('a', later)).to.equal(true)
    expect(await guard.claim('a', later)).to.equal(false)
  })

  it('J01: forgets expired keys, so that a flood costs no memory for ever', async () => {
    const heapBefore = heapUsed()
    for (let round = 0; round < 200; round++) {
      for (let index = 0; index < 500; index++) {
        await guard.claim(`${round}-${index}-${'x'.repeat(100)}`, clock.after(600))
      }
      clock.advance(3601)
    }
    // 100,000 keys of 100 characters would be well above 10 MB.
    expect(heapUsed() - heapBefore).to.be.below(5_000_000)
  })
})

/** Bytes in use after a full collection. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
