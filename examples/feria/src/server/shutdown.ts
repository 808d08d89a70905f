/**
 * Ends the app once, on Ctrl-C or a signal: the terminal and the parent process may both send one, and send it
 * again.
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
