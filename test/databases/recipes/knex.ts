import knex from 'knex'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'

/** Knex's pool is not one of `pg`: the store has its own, and two connections are enough for a start. */
export function connect(connectionString: string) {
  const db = knex({ client: 'pg', connection: connectionString })
  const pool = new pg.Pool({ connectionString, max: 2 })
  const store = new PostgresTokenStore({ pool, schema: 'mercadopago' })
  return { db, pool, store }
}
