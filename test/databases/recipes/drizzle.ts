import { drizzle } from 'drizzle-orm/node-postgres'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'

/** Drizzle and the store on one pool. */
export function connect(connectionString: string) {
  const pool = new pg.Pool({ connectionString })
  const db = drizzle(pool)
  const store = new PostgresTokenStore({ pool, schema: 'mercadopago' })
  return { pool, db, store }
}
