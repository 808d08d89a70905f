import type { Canaries } from './canaries.ts'
import type { Contract } from './contract.ts'
import { Fault } from './fault.ts'

/** What an outcome is held to. */
export interface Judges {
  contract: Contract
  canaries: Canaries
}

/** The code of the error a promise ends with, else `ended`; throws for an error or a secret that may not be seen. */
export async function outcomeOf(
  work: Promise<unknown>,
  { contract, canaries }: Judges,
  ended: string,
): Promise<string> {
  try {
    // In a list: nothing at all has no JSON.
    canaries.assertAbsent([await work])
    return ended
  } catch (error) {
    if (error instanceof Fault) throw error
    canaries.assertAbsent(error)
    return contract.codeOf(error)
  }
}
