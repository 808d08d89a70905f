/**
 * Ends the app on Ctrl-C or when it is asked to, once: a terminal and whoever started the app may both
 * ask, and ask again.
 *
 * @param end - Afterwards nothing keeps the process alive, so that it ends with 0. If it fails, with 1.
 */
export function endOnSignal(end: () => Promise<void>, failed: (error: unknown) => void): void {
  let isEnding = false
  function endOnce(): void {
    if (isEnding) return
    isEnding = true
    end().catch((error: unknown) => {
      failed(error)
      process.exit(1)
    })
  }
  process.on('SIGINT', endOnce).on('SIGTERM', endOnce)
}
