import type { SandboxState } from '../../feed/state.ts'

/** What applications and sellers are called. */
export interface Names {
  application(clientId: string): string | undefined
  seller(sellerId: number): string | undefined
}

export function namesOf({ applications, sellers }: SandboxState): Names {
  const byClientId = new Map(applications.map(({ clientId, name }) => [clientId, name]))
  const bySellerId = new Map(sellers.map(({ id, nickname }) => [id, nickname]))
  return {
    application: (clientId) => byClientId.get(clientId),
    seller: (sellerId) => bySellerId.get(sellerId),
  }
}
