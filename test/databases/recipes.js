import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A recipe in SQL, as the page shows it. */
export function sqlRecipe(name) {
  return readFileSync(join(import.meta.dirname, 'recipes', `${name}.sql`), 'utf8')
}
