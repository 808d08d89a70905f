import { integer, pgTable, text } from 'drizzle-orm/pg-core'

export const products = pgTable('products', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull(),
})
