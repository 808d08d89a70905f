import { schemaOf, schemaVersion, type Tables } from './schema.ts'
import type { Run, Script } from './transactions.ts'
import { upgradeOf } from './upgrade.ts'

/**
 * Creates the tables or upgrades them, as part of a transaction.
 *
 * The version is in a separate table: `PRAGMA user_version` belongs to the whole file, which may hold the app's
 * tables and those of other stores. Version 1 had no such table, and is recognized by a column.
 *
 * @throws Error when a newer release created the tables.
 */
export async function migrateTables(run: Run, script: Script, tables: Tables): Promise<void> {
  const { sellers, schema } = tables
  await script(`CREATE TABLE IF NOT EXISTS ${schema} (version INTEGER PRIMARY KEY) STRICT`)
  const [row] = await run(`SELECT max(version) AS version FROM ${schema}`)
  const version = Number(row?.version)
  if (version > schemaVersion) {
    throw new Error(
      `the table ${sellers} has schema version ${version}, and this release of mercadopago-oauth-sqlite ` +
        `knows versions up to ${schemaVersion}: install a newer release`,
    )
  }
  const columns = (await run(`PRAGMA table_info(${sellers})`)).map(({ name }) => name)
  if (!columns.includes('application')) return script(schemaOf(tables))
  if (!columns.includes('renewed_at')) {
    await script(`ALTER TABLE ${sellers} ADD COLUMN renewed_at INTEGER`)
  }
  await script(upgradeOf(tables))
}
