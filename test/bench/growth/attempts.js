import { Stage } from '../stage.js'

const loginCount = 4_000

/** Sellers start and never come back: what the server then holds, and what a login costs it. */
export async function attemptsGrow({ isFull }) {
  const sizes = [10, 1_000, 10_000, 100_000, ...(isFull ? [1_000_000] : [])]
  // A million sessions are more than the heap of the one that keeps them in memory.
  const mostOf = { 'passport-oauth2': 100_000 }
  const rows = sizes.map((pending) => ({ 'Pending attempts': pending.toLocaleString('en') }))
  const stage = await Stage.open()
  try {
    for (const name of ['koa-mercadopago', 'passport-mercadopago', 'passport-oauth2']) {
      await stage.serve(name)
      await stage.visits('logins', { count: loginCount })
      let pending = 0
      for (const [index, size] of sizes.entries()) {
        if (size > (mostOf[name] ?? size)) break
        await stage.visits('starts', { count: size - pending })
        pending = size
        const { cpuMs } = await stage.visits('logins', { count: loginCount })
        const heapMib = await stage.heapMib()
        rows[index][`${name}: heap MiB`] = heapMib.toFixed(1)
        rows[index][`${name}: CPU ms a login`] = cpuMs.toFixed(2)
      }
    }
  } finally {
    await stage.close()
  }
  const note =
    'Attempts that are begun and never finished. passport-oauth2 keeps them in the session, here in memory.'
  return { note, rows }
}
