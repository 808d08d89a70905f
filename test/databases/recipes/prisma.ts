import { PrismaPg } from '@prisma/adapter-pg'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { PrismaClient } from './generated/prisma/client.js'

/** Prisma and the store on one pool. */
export function connect(connectionString: string) {
  const pool = new pg.Pool({ connectionString })
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  const store = new PostgresTokenStore({ pool, schema: 'mercadopago' })
  return { pool, prisma, store }
}
