import { assertOption } from '../option.ts'

interface Types {
  string: string
  number: number
}

/** The fields of a JSON body, each of the type it must have. */
export class JsonFields {
  readonly #fields: ReadonlyMap<string, unknown>

  /**
   * @param known - What there may be. Default: anything.
   * @throws TypeError with code `ERR_INVALID_ARG_VALUE`, like all methods.
   */
  constructor(body: unknown, known?: readonly string[]) {
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
    assertOption(isObject, 'body', 'a JSON object')
    this.#fields = new Map(Object.entries(body))
    for (const name of this.#fields.keys()) {
      const isKnown = known?.includes(name) ?? true
      assertOption(isKnown, name, `left out: there is ${known?.join(', ')}`)
    }
  }

  /** Everything, unchecked. */
  get all(): Record<string, unknown> {
    return Object.fromEntries(this.#fields)
  }

  required<Type extends keyof Types>(name: string, type: Type): Types[Type] {
    const value = this.optional(name, type)
    assertOption(value !== undefined, name, `a ${type}`)
    return value
  }

  /** Undefined when the field is not there. */
  optional<Type extends keyof Types>(name: string, type: Type): Types[Type] | undefined {
    const value = this.#fields.get(name)
    assertOption(value === undefined || typeof value === type, name, `a ${type}`)
    return value as Types[Type] | undefined
  }
}
