import { realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import type { MysqlPool } from 'mercadopago-oauth-mysql'
import type { PostgresPool } from 'mercadopago-oauth-postgres'
import type { ServerFinding } from 'mercadopago-oauth-redis'
import type { OpenedStore } from '../store.ts'
import { fault, type Observation, ok, unknown, warning } from './finding.ts'

/** Checks that sellers survive a restart, a crash, and full memory. */
export async function durabilityObservations(
  opened: OpenedStore,
  temporaryFolder: string,
): Promise<Observation[]> {
  const found = await observationsOf(opened, temporaryFolder)
  return found.length > 0 ? found : [ok(`${opened.place} keeps sellers across restarts.`)]
}

async function observationsOf(
  opened: OpenedStore,
  temporaryFolder: string,
): Promise<Observation[]> {
  const { kind, place } = opened
  try {
    if (kind === 'sqlite') return await ofFile(opened.file, place, temporaryFolder)
    if (kind === 'postgres') return await ofPostgres(opened.pool, place)
    if (kind === 'mysql') return await ofMysql(opened.pool, place)
    return (await opened.store.inspectServer()).map((finding) => ofRedis(finding, place))
  } catch {
    return [undecided(`The settings of ${place} could not be read.`)]
  }
}

async function ofFile(
  file: string,
  place: string,
  temporaryFolder: string,
): Promise<Observation[]> {
  const path = await realpath(file)
  const temporary = [await realpath(temporaryFolder), '/dev/shm']
  if (!temporary.some((folder) => path.startsWith(`${folder}${sep}`))) return []
  return [
    warning(
      `${place} is in a folder for temporary files.`,
      'A restart may empty it, and all sellers are lost.',
      'Move the file to a folder that your backups include.',
    ),
  ]
}

const postgresSettings = `
select current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as synchronous_commit,
       current_setting('transaction_read_only') as read_only,
       pg_is_in_recovery() as standby`

async function ofPostgres(pool: PostgresPool, place: string): Promise<Observation[]> {
  const [row = {}] = (await pool.query(postgresSettings)).rows
  const found: Observation[] = []
  if (row.standby === true) {
    found.push(
      fault(
        `${place} is a standby server, or still in recovery.`,
        'It refuses every write.',
        'Connect to the primary.',
      ),
    )
  } else if (row.read_only === 'on') {
    found.push(
      fault(
        `${place} makes every transaction read-only.`,
        'It refuses every write.',
        'Set default_transaction_read_only = off for the database and the user.',
      ),
    )
  }
  if (row.fsync === 'off') {
    found.push(
      fault(
        `${place} runs with fsync off.`,
        'A crash of its machine may damage the database beyond repair.',
        'Set fsync = on.',
      ),
    )
  }
  if (row.synchronous_commit === 'off') {
    found.push(
      warning(
        `${place} runs with synchronous_commit off.`,
        'A crash loses the last commits. If a renewal is among them, its seller must link again.',
        'Set synchronous_commit = on for the database or the user.',
      ),
    )
  }
  return found
}

const mysqlSettings = `
select @@global.read_only as read_only,
       @@global.innodb_flush_log_at_trx_commit as flush_log`

async function ofMysql(pool: MysqlPool, place: string): Promise<Observation[]> {
  const [rows] = await pool.execute(mysqlSettings)
  const [row = {}] = rows as { read_only?: unknown; flush_log?: unknown }[]
  const found: Observation[] = []
  if (Number(row.read_only) !== 0) {
    found.push(
      fault(
        `${place} is read-only, as a replica is.`,
        'It refuses every write.',
        'Connect to the primary, or set read_only = 0.',
      ),
    )
  }
  if (Number(row.flush_log) !== 1) {
    found.push(
      warning(
        `${place} runs with innodb_flush_log_at_trx_commit = ${Number(row.flush_log)}.`,
        'A crash loses the last commits. If a renewal is among them, its seller must link again.',
        'Set innodb_flush_log_at_trx_commit = 1.',
      ),
    )
  }
  return found
}

function ofRedis({ code, message, advice }: ServerFinding, place: string): Observation {
  if (code === 'unknown') return undecided(`${place}: ${message}`)
  return fault(`${place}: ${message}`, 'Linked sellers can be lost.', advice)
}

function undecided(what: string): Observation {
  return unknown(
    what,
    'It is not known whether sellers survive a restart.',
    'Ask the operator of the server.',
  )
}
