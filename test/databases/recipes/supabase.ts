import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'

/** The transaction pooler (port 6543), as the role `mercadopago`. */
export function connect(connectionString: string) {
  const pool = new pg.Pool({ connectionString, max: 2, connectionTimeoutMillis: 1_000 })
  pool.on('error', (error) => console.error(error.message))
  const store = new PostgresTokenStore({ pool, schema: 'mercadopago' })
  return { pool, store }
}
