import { assertOption } from '../option.ts'

/** An object of the state file, whose fields are doubted: the file is open to editors. */
export class SavedObject {
  readonly #fields: ReadonlyMap<string, unknown>
  readonly #where: string

  /**
   * @param where - Where in the file it is, for messages.
   * @throws TypeError that names the field, like all methods.
   */
  constructor(value: unknown, where: string) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    assertOption(isObject, where, 'an object')
    this.#fields = new Map(Object.entries(value))
    this.#where = where
  }

  /** Whatever it is. */
  any(name: string): unknown {
    return this.#fields.get(name)
  }

  has(name: string): boolean {
    return this.#fields.has(name)
  }

  string(name: string): string {
    const value = this.any(name)
    assertOption(typeof value === 'string', this.#path(name), 'a string')
    return value
  }

  number(name: string): number {
    const value = this.any(name)
    assertOption(typeof value === 'number', this.#path(name), 'a number')
    return value
  }

  boolean(name: string): boolean {
    const value = this.any(name)
    assertOption(typeof value === 'boolean', this.#path(name), 'true or false')
    return value
  }

  date(name: string): Date {
    const value = new Date(this.string(name))
    assertOption(!Number.isNaN(value.getTime()), this.#path(name), 'a date')
    return value
  }

  object(name: string): SavedObject {
    return new SavedObject(this.any(name), this.#path(name))
  }

  /** A list of objects, each read by `read`. */
  list<Value>(name: string, read: (each: SavedObject) => Value): Value[] {
    const value = this.any(name)
    assertOption(Array.isArray(value), this.#path(name), 'a list')
    return value.map((each: unknown, index) =>
      read(new SavedObject(each, `${this.#path(name)}[${index}]`)),
    )
  }

  /** A plain copy, unchecked. */
  copy(): Record<string, unknown> {
    return Object.fromEntries(this.#fields)
  }

  #path(name: string): string {
    return `${this.#where}.${name}`
  }
}
