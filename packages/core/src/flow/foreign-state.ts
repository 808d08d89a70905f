import { StateError } from '../errors.ts'

const foreign = new WeakSet<object>()

/** The refusal of a state that another application of this browser waits for. To the outside it is like any other. */
export function foreignState(): StateError {
  const error = new StateError('state_mismatch')
  foreign.add(error)
  return error
}

/** Whether another application may know what this one refused. */
export function isForeignState(error: unknown): boolean {
  return error instanceof StateError && foreign.has(error)
}
