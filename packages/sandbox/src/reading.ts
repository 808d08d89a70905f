import * as v from 'valibot'
import { invalidOption } from './option.ts'
import { parsedUrl } from './parsed-url.ts'

/** Reads a value of unknown shape. Each message says what the value must be, such as `a number`. */
export type Reader<Value> = v.GenericSchema<unknown, Value>

/**
 * Returns the value as the reader makes it.
 *
 * @param where - What the message puts before the name of a field.
 * @throws TypeError with code `ERR_INVALID_ARG_VALUE` that names the field.
 */
export function read<Value>(reader: Reader<Value>, value: unknown, where = ''): Value {
  const result = v.safeParse(reader, value, { abortEarly: true })
  if (result.success) return result.output
  const [{ path = [], message }] = result.issues
  const name = `${where}${path.map(({ key }) => partOf(key)).join('')}`.replace(/^\./, '')
  throw invalidOption(name, message)
}

function partOf(key: unknown): string {
  return typeof key === 'number' ? `[${key}]` : `.${key}`
}

/** An object that has at least these fields. Others are dropped. */
export function object<Entries extends v.ObjectEntries>(
  entries: Entries,
): Reader<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  return v.pipe(record(), v.object(entries, missing(entries)))
}

/** An object that has at least these fields. Others are kept as they are. */
export function openObject<Entries extends v.ObjectEntries>(
  entries: Entries,
  message?: string,
): Reader<v.InferOutput<v.ObjectSchema<Entries, undefined>> & Record<string, unknown>> {
  return v.pipe(record(message), v.looseObject(entries, missing(entries)))
}

/** An object that has these fields and no others. */
export function closedObject<Entries extends v.ObjectEntries>(
  entries: Entries,
): Reader<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  const noOther = v.never(`left out: the fields are ${Object.keys(entries).join(', ')}`)
  return v.pipe(record(), v.objectWithRest(entries, noOther, missing(entries)))
}

/** Any object that is no array. */
export function record(message = 'an object'): Reader<Record<string, unknown>> {
  return v.custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    message,
  )
}

/** One of several strings. */
export function oneOf<const Value extends string>(values: readonly Value[]): Reader<Value> {
  return v.picklist(values, `one of ${values.join(', ')}`)
}

export const string: Reader<string> = v.string('a string')
export const number: Reader<number> = v.number('a number')
/** A string that passes a test; one message for both. */
export function stringThat(passes: (value: string) => boolean, message: string): Reader<string> {
  return v.pipe(v.string(message), v.check(passes, message))
}

export const filled: Reader<string> = stringThat(
  (value) => value !== '',
  'a string that is not empty',
)

/** An absolute URL. Plain http is fine: nearly every caller is on this machine. */
export const httpUrl: Reader<string> = stringThat(
  (value) => /^https?:\/\/[^#]*$/.test(value) && parsedUrl(value) !== undefined,
  'an absolute http or https URL without a fragment',
)

/** A copy of a list, so that nobody changes it from afar. The message is that of the whole list. */
export function listOf<Item>(item: Reader<Item>, message: string): Reader<Item[]> {
  const fits = (value: unknown): boolean =>
    Array.isArray(value) && value.every((each) => v.is(item, each))
  return v.pipe(
    v.custom<Item[]>(fits, message),
    v.transform((items) => [...items]),
  )
}

/** The message for a field that is not there: that of the field. */
function missing(entries: v.ObjectEntries): (issue: v.BaseIssue<unknown>) => string {
  return ({ path }) => {
    const entry = new Map(Object.entries(entries)).get(String(path?.[0]?.key))
    return entry && 'message' in entry ? String(entry.message) : 'present'
  }
}
