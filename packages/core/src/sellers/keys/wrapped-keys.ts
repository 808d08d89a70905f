/** A data key as it is stored: only its key manager can read it. */
export interface WrappedKey {
  /** The name by which a sealed text asks for it. */
  readonly id: string
  /** The name of the provider that wrapped it. */
  readonly provider: string
  readonly madeAt: Date
  readonly wrapped: string
}

/** Bodies of another version are not read: nothing in them is guessed. */
const version = 1

/** Writes data keys, the oldest first, as the body of a record. */
export function encodeWrappedKeys(dataKeys: readonly WrappedKey[]): string {
  return JSON.stringify({ v: version, dataKeys })
}

/** Returns `undefined` for anything but what {@link encodeWrappedKeys} wrote. */
export function decodeWrappedKeys(json: unknown): WrappedKey[] | undefined {
  const { v, dataKeys } = parsedObject(json)
  if (v !== version || !Array.isArray(dataKeys)) return undefined
  const read = dataKeys.map(wrappedKeyOf).filter((key) => key !== undefined)
  return read.length === dataKeys.length ? read : undefined
}

function wrappedKeyOf(value: unknown): WrappedKey | undefined {
  const { id, provider, madeAt, wrapped } = Object(value) as Record<string, unknown>
  const date = new Date(typeof madeAt === 'string' ? madeAt : Number.NaN)
  const isWhole =
    typeof id === 'string' &&
    typeof provider === 'string' &&
    typeof wrapped === 'string' &&
    !Number.isNaN(date.getTime())
  return isWhole ? { id, provider, madeAt: date, wrapped } : undefined
}

function parsedObject(json: unknown): Record<string, unknown> {
  try {
    return Object(typeof json === 'string' ? JSON.parse(json) : undefined)
  } catch {
    // The parser's own message would quote the body.
    return {}
  }
}
