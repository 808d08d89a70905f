import { FailedError } from '../failure.ts'
import { type OpenedStore, openStore, type StoreAddress, storeAddress } from '../store.ts'
import type { Check } from './check.ts'
import { fault, type Observation } from './finding.ts'
import type { DoctorSettings } from './settings.ts'
import { durabilityObservations } from './store-durability.ts'
import { sellersObservations } from './store-sellers.ts'
import { writeObservation } from './store-write.ts'

/** Checks that the store can be written, is durable, that the keys decrypt its tokens, and that renewals keep up. */
export const store: Check = {
  name: 'store',
  async look(settings) {
    if (settings.store === undefined) return []
    if (isInMemory(settings.store)) {
      return [
        fault(
          'The store is in memory.',
          'Every restart loses all sellers, and each must link again.',
          'Use a file, PostgreSQL, MySQL or Redis.',
        ),
      ]
    }
    const opened = await opening(settings.store, settings)
    if ('verdict' in opened) return [opened]
    try {
      return [
        await writeObservation(opened),
        ...(await durabilityObservations(opened, settings.temporaryFolder)),
        ...(await sellersObservations(opened, settings)),
      ]
    } finally {
      await opened.close()
    }
  },
}

/** Whether an address names a store that lives as long as the process. */
export function isInMemory(address: string): boolean {
  return (
    /^(memory(:(\/\/)?)?|(file:)?:memory:.*)$/i.test(address) || /[?&]mode=memory/.test(address)
  )
}

async function opening(
  text: string,
  { storeNames }: DoctorSettings,
): Promise<OpenedStore | Observation> {
  try {
    const address: StoreAddress = storeAddress(text)
    return await openStore(address, storeNames)
  } catch (error) {
    // The sentences of these name the place and show no password.
    const isPlain =
      error instanceof FailedError || (error instanceof Error && error.name === 'UsageError')
    return fault(
      isPlain ? error.message : 'The store cannot be used.',
      'No token can be saved or read.',
      'Check its address, and that the app has created its tables with migrate().',
    )
  }
}
