interface FieldRefusals {
  readonly missing: (name: string) => Error
  readonly malformed: (name: string) => Error
}

/** The fields of a JSON or form body that a machine sent, each a text. */
export class Fields {
  readonly #fields: ReadonlyMap<string, unknown>
  readonly #refusals: FieldRefusals

  constructor(body: unknown, refusals: FieldRefusals) {
    this.#fields = new Map(Object.entries(Object(body)))
    this.#refusals = refusals
  }

  names(): string[] {
    return [...this.#fields.keys()]
  }

  /** Whatever it is. */
  any(name: string): unknown {
    return this.#fields.get(name)
  }

  required(name: string): string {
    const value = this.optional(name)
    if (value === undefined) throw this.#refusals.missing(name)
    return value
  }

  /** An empty field counts as absent (RFC 6749, section 3.2). A repeated form field is an array here. */
  optional(name: string): string | undefined {
    const value = this.any(name) ?? ''
    if (typeof value !== 'string') throw this.#refusals.malformed(name)
    return value === '' ? undefined : value
  }
}
