import type { Adapter, AdapterPayload } from 'oidc-provider'

/** Where one `oidc-provider` keeps everything: nothing outlives it, and nothing is shared with another. */
export function oidcMemory(): (model: string) => Adapter {
  const models = new Map<string, Adapter>()
  return (model) => {
    const adapter = models.get(model) ?? adapterOf(new Map())
    models.set(model, adapter)
    return adapter
  }
}

function adapterOf(records: Map<string, AdapterPayload>): Adapter {
  return {
    find: async (id) => records.get(id),
    findByUid: async (uid) => [...records.values()].find((record) => record.uid === uid),
    // Of the device flow, which nobody here uses.
    findByUserCode: async () => undefined,
    async upsert(id, record) {
      records.set(id, record)
    },
    async consume(id) {
      const record = records.get(id)
      if (record !== undefined) record.consumed = Math.floor(Date.now() / 1000)
    },
    async destroy(id) {
      records.delete(id)
    },
    async revokeByGrantId(grantId) {
      for (const [id, record] of records) if (record.grantId === grantId) records.delete(id)
    },
  }
}
