import { readFile } from 'node:fs/promises'
import type { Terminal } from 'mercadopago-oauth-cli'
import type { Sandbox } from 'mercadopago-oauth-sandbox'

/** A person who goes through `verify-live` with a sandbox for Mercado Pago: opens URLs, uses the panel. */
export class WalkingPerson {
  /** All that was asked. */
  readonly questions: string[] = []
  /** All that was shown on stderr. */
  readonly told: string[] = []
  readonly #sandbox: Sandbox
  readonly #options: WalkingOptions
  #address = ''
  /** Where the last attempt left the browser. */
  #browser: string | 'page' | 'silent' = ''

  constructor(sandbox: Sandbox, options: WalkingOptions = {}) {
    this.#sandbox = sandbox
    this.#options = options
  }

  /** The terminal of a command that this person uses. */
  terminal(): Partial<Terminal> {
    return {
      isInteractive: true,
      err: (line) => {
        this.told.push(line)
        if (line.startsWith('http')) this.#address = line
      },
      ask: (question) => this.#types(question),
      confirm: async (question) => {
        this.questions.push(question)
        const own = this.#options.answer?.(question)
        return own === undefined ? await this.#says(question) : own === 'stop' ? undefined : own
      },
      clock: () => this.#sandbox.clock.now(),
    }
  }

  /** As waiting does: everything that is due in between happens. */
  async #wait(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      this.#sandbox.clock.advance({ minutes: 1 })
      await this.#sandbox.settled()
    }
  }

  async #says(question: string): Promise<boolean> {
    if (/"Received"/.test(question)) return await this.#broughtBack()
    if (/an error page of Mercado Pago/.test(question)) return this.#browser === 'page'
    if (/did the browser stay at Mercado Pago/.test(question)) return this.#browser === 'silent'
    const { application, sellers } = this.#sandbox
    if (/"Enable PKCE" OFF/.test(question)) application.pkce = 'off'
    if (/"Enable PKCE" ON/.test(question)) application.pkce = 'required'
    if (/Is it renewed/.test(question)) application.clientSecret = 'another-secret'
    if (/minutes old/.test(question)) await this.#wait(11)
    if (/Look again/.test(question)) await this.#wait(5)
    if (/Is it withdrawn/.test(question)) {
      await this.#sandbox.withdraw(sellers[0]?.id ?? '')
      await this.#sandbox.settled()
    }
    return true
  }

  async #types(question: string): Promise<string | undefined> {
    this.questions.push(question)
    if (/Client Secret/.test(question)) return this.#sandbox.application.clientSecret
    await this.#visit()
    return this.#browser.startsWith('http') ? this.#browser : ''
  }

  async #broughtBack(): Promise<boolean> {
    await this.#visit()
    if (!this.#browser.startsWith('http')) return false
    const { search } = new URL(this.#browser)
    // As a tunnel does from the public address.
    const response = await fetch(`http://127.0.0.1:${this.#options.port}/callback${search}`)
    return /Received/.test(await response.text())
  }

  async #visit(): Promise<void> {
    const isDenial = this.told.at(-2)?.includes('DECLINE') ?? false
    const [first, second] = this.#sandbox.sellers
    try {
      this.#browser = isDenial
        ? await this.#sandbox.deny(this.#address, { seller: second?.id })
        : await this.#sandbox.approve(this.#address, { seller: first?.id })
    } catch (error) {
      this.#browser = Object(error).code === 'ERR_SILENT_DENIAL' ? 'silent' : 'page'
    }
    await this.#sandbox.settled()
  }
}

interface WalkingOptions {
  /** Where the command listens. */
  port?: number
  /** Replies that differ from the usual ones. */
  answer?(question: string): boolean | 'stop' | undefined
}

/** The report that a walk wrote. */
export async function reportIn(path: string): Promise<Record<string, unknown>> {
  return Object(JSON.parse(await readFile(path, 'utf8')))
}
