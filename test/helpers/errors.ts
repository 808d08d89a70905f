import { inspect } from 'node:util'
import { AssertionError, expect } from 'chai'

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E

/** The error a promise rejects with; fails when it does not, or with one of another class. */
export async function rejection<E extends Error>(
  promise: Promise<unknown>,
  type: ErrorClass<E>,
): Promise<E> {
  return promise.then(
    () => {
      throw new AssertionError(`fulfilled instead of rejecting with ${type.name}`)
    },
    (error: unknown) => ofClass(error, type),
  )
}

/** The error a function throws; fails when it does not, or one of another class. */
export function thrown<E extends Error>(act: () => unknown, type: ErrorClass<E>): E {
  try {
    act()
  } catch (error) {
    return ofClass(error, type)
  }
  throw new AssertionError(`returned instead of throwing ${type.name}`)
}

/** What Node's own argument errors carry. */
export interface Misuse {
  code: unknown
  message: string
}

/** The `TypeError` of a wrong argument. */
export function misuse(act: () => unknown): Misuse {
  return misuseOf(thrown(act, TypeError))
}

/** The `TypeError` a promise rejects with for a wrong argument. */
export async function asyncMisuse(promise: Promise<unknown>): Promise<Misuse> {
  return misuseOf(await rejection(promise, TypeError))
}

function misuseOf(error: TypeError): Misuse {
  const [, named] = /^"([^"]+)" /.exec(error.message) ?? []
  // Who shows a form for the options reads the name there.
  expect('option' in error ? error.option : undefined, error.message).to.equal(named)
  return { code: 'code' in error ? error.code : undefined, message: error.message }
}

/** All that a log, a crash report or a response may show of a value. */
export function printed(value: unknown): string {
  const forms = [
    String(value),
    inspect(value),
    inspect(value, { depth: null, showHidden: true, maxArrayLength: null }),
    JSON.stringify(value),
    ...(value instanceof Error ? [value.message, value.stack, json(value.cause)] : []),
  ]
  return forms.join('\n')
}

function json(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    // Certificates name their issuer, and in the end themselves.
    return undefined
  }
}

function ofClass<E extends Error>(error: unknown, type: ErrorClass<E>): E {
  if (error instanceof type) return error
  throw new AssertionError(`expected ${type.name}, got ${inspect(error)}`)
}
