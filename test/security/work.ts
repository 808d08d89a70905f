const rounds = 5

/**
 * The processor time one run takes, in milliseconds, the median of five. Other programs of a busy machine
 * do not count; the first run does not either, as it compiles.
 */
export async function workMs(run: () => unknown): Promise<number> {
  await run()
  const spent: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    await run()
    const { user, system } = process.cpuUsage(before)
    spent.push((user + system) / 1000)
  }
  return spent.sort((a, b) => a - b)[rounds >> 1] ?? 0
}
