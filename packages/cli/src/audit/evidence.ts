import { Probes } from '../doctor/probes.ts'
import type { DoctorSettings } from '../doctor/settings.ts'
import { isInMemory } from '../doctor/store.ts'
import { FailedError } from '../failure.ts'
import { type OpenedStore, openStore, type StoreAddress, storeAddress } from '../store.ts'
import { RecordSurvey } from './record-survey.ts'

/** The data that the points check. Each part is fetched once, when the first point needs it. */
export class Evidence {
  readonly settings: DoctorSettings
  readonly probes: Probes
  #store: Promise<OpenedStore> | undefined
  #records: Promise<RecordSurvey> | undefined

  constructor(settings: DoctorSettings) {
    this.settings = settings
    this.probes = new Probes(settings)
  }

  /** Where the store is; `undefined` when none is named. */
  get address(): StoreAddress | 'memory' | undefined {
    const { store } = this.settings
    if (store === undefined) return undefined
    return isInMemory(store) ? 'memory' : storeAddress(store)
  }

  /** @throws FailedError when none is named, or it cannot be used. */
  store(): Promise<OpenedStore> {
    this.#store ??= this.#open()
    return this.#store
  }

  /** All records of the application. Throws what `store()` throws. */
  records(): Promise<RecordSurvey> {
    this.#records ??= this.#survey()
    return this.#records
  }

  async close(): Promise<void> {
    const opened = await this.#store?.catch(() => undefined)
    await opened?.close()
  }

  async #open(): Promise<OpenedStore> {
    const { address } = this
    if (address === undefined) throw new FailedError('No store is named.')
    if (address === 'memory') throw new FailedError('The store is in memory.')
    return await openStore(address, this.settings.storeNames)
  }

  async #survey(): Promise<RecordSurvey> {
    const { clientId, clock } = this.settings
    if (!clientId) throw new FailedError('MERCADOPAGO_CLIENT_ID is missing.')
    const { store } = await this.store()
    return await RecordSurvey.of(store, clientId, clock())
  }
}
