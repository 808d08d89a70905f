import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseEnv } from 'node:util'

const manifest = createRequire(import.meta.url).resolve('mercadopago-oauth-sandbox/package.json')
const main = join(dirname(manifest), 'dist/main.js')

/** The command `mercadopago-oauth-sandbox`, which a README has its reader start. */
export class SandboxCommand {
  readonly #child: ChildProcessWithoutNullStreams
  /** The environment of the reader's app: the lines that the command prints, and a key. */
  readonly env: Readonly<Record<string, string>>

  private constructor(child: ChildProcessWithoutNullStreams, lines: readonly string[]) {
    this.#child = child
    const printed = lines.filter((line) => line.startsWith('MERCADOPAGO_')).join('\n')
    const key = randomBytes(32).toString('base64')
    this.env = {
      ...(parseEnv(printed) as Record<string, string>),
      MERCADOPAGO_ENCRYPTION_KEYS: key,
    }
  }

  static async start(redirectUri: string): Promise<SandboxCommand> {
    const child = spawn(process.execPath, [main, '--port=0', '--redirect-uri', redirectUri])
    const lines: string[] = []
    for await (const line of createInterface(child.stdout)) {
      lines.push(line)
      if (line.startsWith('MERCADOPAGO_SANDBOX=')) break
    }
    return new SandboxCommand(child, lines)
  }

  /** The consent of a seller; the address to which the browser goes back. */
  async approve(authorizationUrl: string, seller: number): Promise<string> {
    const response = await fetch(`${this.env.MERCADOPAGO_SANDBOX}/sandbox/api/approve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ authorizationUrl, seller }),
    })
    const { redirect } = (await response.json()) as { redirect: string }
    return redirect
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }
}
