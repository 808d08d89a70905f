import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'

/** A database file in a temporary folder, and as many clients of it as are asked for. */
export class SqliteFile {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-'))
  readonly path: string = join(this.folder, 'sellers.db')
  readonly #clients: Client[] = []

  client(options: { concurrency?: number; intMode?: 'number' | 'bigint' | 'string' } = {}): Client {
    const client = createClient({ url: `file:${this.path}`, ...options })
    this.#clients.push(client)
    return client
  }

  /** Closes every client and removes the folder. */
  close(): void {
    for (const client of this.#clients) client.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
