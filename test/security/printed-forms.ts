import { inspect } from 'node:util'

/** All a log, a debugger, a crash report or a careless line of code may make of a value. */
export function printedForms(value: unknown): string {
  const forms = [
    () => `${value}`,
    () => inspect(value),
    () => inspect(value, { depth: Infinity, showHidden: true, maxArrayLength: null }),
    () => inspect(value, { depth: Infinity, showHidden: true, getters: true }),
    () => JSON.stringify(value),
    () => JSON.stringify({ ...(value as object) }),
    () => inspect(Object.entries(value as object), { depth: Infinity }),
    () => inspect(structuredClone(value), { depth: Infinity, showHidden: true }),
    () => printedError(value),
  ]
  return forms.map(attempted).join('\n')
}

/** What cannot be printed in one way shows nothing that way. */
function attempted(form: () => string): string {
  try {
    return form()
  } catch {
    return ''
  }
}

function printedError(value: unknown): string {
  if (!(value instanceof Error)) return ''
  const { message, stack, cause } = value
  const members = value instanceof AggregateError ? value.errors : []
  return [message, stack, ...[cause, ...members].filter(Boolean).map(printedForms)].join('\n')
}
