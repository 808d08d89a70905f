import { createClient, type Transaction } from '@libsql/client'
import type { StoreKind } from './database.ts'
import { TcpProxy } from './tcp-proxy.ts'
import { World } from './world.ts'

/** How the store is taken away. A database server's line goes dead or is cut; a file is locked. */
export interface StoreLine {
  take(how: 'stalled' | 'cut'): Promise<void>
  giveBack(): Promise<void>
  /** Once the world is closed. */
  end(): Promise<void>
}

/** A world whose workers reach the store over a line that can be taken away. */
export async function openWorldOnLine(
  kind: StoreKind,
  options: { sellers: number; mayCrash: boolean },
): Promise<{ world: World; line: StoreLine }> {
  if (kind === 'sqlite') {
    const world = await World.open(kind, options)
    return { world, line: fileLock(world.database.url) }
  }
  let line: StoreLine | undefined
  const world = await World.open(kind, {
    ...options,
    storeUrl: async ({ url }) => {
      const proxy = new TcpProxy(url)
      await proxy.open()
      line = serverLine(proxy)
      return proxy.through(url)
    },
  })
  return { world, line: line as StoreLine }
}

function serverLine(proxy: TcpProxy): StoreLine {
  let how: 'stalled' | 'cut' | undefined
  return {
    async take(next) {
      if (next === 'cut') await proxy.cut()
      else proxy.stall()
      how = next
    },
    async giveBack() {
      if (how === 'cut') await proxy.open()
      if (how === 'stalled') proxy.resume()
      how = undefined
    },
    end: () => proxy.cut(),
  }
}

/** Another program that has begun to write, and does not end. */
function fileLock(url: string): StoreLine {
  const client = createClient({ url, timeout: 5_000 })
  let transaction: Transaction | undefined
  const giveBack = async () => {
    await transaction?.rollback()
    transaction = undefined
  }
  return {
    async take() {
      transaction ??= await client.transaction('write')
    },
    giveBack,
    async end() {
      await giveBack()
      client.close()
    },
  }
}
