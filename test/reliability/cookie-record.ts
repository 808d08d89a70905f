import type { Cookies } from 'mercadopago-oauth'

/** A browser's cookies as a plain record, which fits into a message. */
export class CookieRecord implements Cookies {
  readonly values: Record<string, string>

  constructor(values: Record<string, string> = {}) {
    this.values = { ...values }
  }

  get(name: string): string | undefined {
    return this.values[name]
  }

  set(name: string, value: string): void {
    this.values[name] = value
  }

  delete(name: string): void {
    delete this.values[name]
  }

  names(): string[] {
    return Object.keys(this.values)
  }
}
