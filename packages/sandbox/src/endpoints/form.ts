/** The fields of a page's form. An empty field counts as absent. */
export class Form {
  readonly #fields: ReadonlyMap<string, unknown>

  constructor(body: unknown) {
    this.#fields = new Map(Object.entries(Object(body)))
  }

  /** The only, else the first value. */
  text(name: string): string | undefined {
    return this.all(name)[0]
  }

  /** Every value of a field that may be there several times, as checkboxes are. */
  all(name: string): string[] {
    return [this.#fields.get(name)]
      .flat()
      .filter((value) => typeof value === 'string' && value !== '') as string[]
  }

  /** `NaN` when it is absent or no number. */
  number(name: string): number {
    return Number(this.text(name) ?? Number.NaN)
  }
}
