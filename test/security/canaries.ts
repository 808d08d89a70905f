/** The shortest half of a secret that counts as one. */
const shortestHalf = 12

/** Secrets by name, and whether any of them shows in a text, in whatever spelling. */
export class Canaries {
  readonly #forms = new Map<string, string>()

  constructor(secrets: Readonly<Record<string, string>> = {}) {
    for (const [name, secret] of Object.entries(secrets)) this.add(name, secret)
  }

  add(name: string, secret: string): void {
    if (secret === '') throw new Error(`the secret ${name} is empty`)
    for (const [form, text] of spellings(secret)) this.#forms.set(text, `${name}, ${form}`)
  }

  /** What shows in a text: name and spelling of each secret; never the secret itself, for reports. */
  foundIn(text: string): string[] {
    return [...this.#forms].filter(([form]) => text.includes(form)).map(([, name]) => name)
  }
}

/** A secret as it is, encoded, and each of its halves. */
function spellings(secret: string): [form: string, text: string][] {
  const hex = Buffer.from(secret).toString('hex')
  const half = secret.length >> 1
  const halves = half < shortestHalf ? [] : [secret.slice(0, half), secret.slice(half)]
  return [
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['form-encoded', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['hex', hex],
    ['capital hex', hex.toUpperCase()],
    ...[0, 1, 2].flatMap((offset) => base64At(secret, offset)),
    ...halves.map((text, index): [string, string] => [`half ${index + 1}`, text]),
  ]
}

/** The characters of base64 that only the secret decides, with this many bytes before it, modulo 3. */
function base64At(secret: string, offset: number): [string, string][] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
  const first = Math.ceil((offset * 8) / 6)
  const last = Math.floor((bytes.length * 8) / 6)
  return (['base64', 'base64url'] as const).map((encoding) => [
    `${encoding} after ${offset}`,
    bytes.toString(encoding).slice(first, last),
  ])
}
