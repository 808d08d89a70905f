import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'

/** A database file in a temporary folder, and as many clients of it as are asked for. */
export class SqliteFile {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-'))
  readonly path: string = join(this.folder, 'sellers.db')
  readonly #ends: (() => unknown)[] = []

  client(options: { concurrency?: number; intMode?: 'number' | 'bigint' | 'string' } = {}): Client {
    const client = createClient({ url: `file:${this.path}`, ...options })
    this.onClose(() => client.close())
    return client
  }

  /** Ends what else uses the file, before it is removed. */
  onClose(end: () => unknown): void {
    this.#ends.push(end)
  }

  /** Closes every client and removes the folder. */
  close(): void {
    for (const end of this.#ends) end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
