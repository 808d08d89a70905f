import type { Knex } from 'knex'

export const up = (knex: Knex) => knex.schema.createSchemaIfNotExists('mercadopago')
/** The sellers stay: nobody can link them again but themselves. */
export const down = async () => {}
