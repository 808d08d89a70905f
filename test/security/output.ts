/** Everything a process writes and warns of while something runs. */
export class Output {
  text = ''
  #stop: (() => void) | undefined

  /** Begins to take what is written; nothing of it reaches the terminal. */
  start(): void {
    const take = (chunk: unknown) => {
      this.text += chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk)
      return true
    }
    const warned = (warning: Error) => take(`${warning.name}: ${warning.stack}`)
    const { stdout, stderr } = process
    const [out, err] = [stdout.write, stderr.write]
    stdout.write = take
    stderr.write = take
    process.on('warning', warned)
    this.#stop = () => {
      stdout.write = out
      stderr.write = err
      process.off('warning', warned)
    }
  }

  /** Ends it, after the warnings that are under way. */
  async stop(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.#stop?.()
    this.#stop = undefined
  }
}
