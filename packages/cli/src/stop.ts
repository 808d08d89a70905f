import type { Terminal } from './terminal.ts'

/** A signal by which Ctrl-C ends a long work between two sellers, and says so. */
export function stopOnInterruption(terminal: Terminal): AbortSignal {
  const signal = terminal.interruption()
  const tell = () =>
    terminal.err('Stopping after the seller in progress. Press Ctrl-C again to end at once.')
  signal.addEventListener('abort', tell, { once: true })
  return signal
}
