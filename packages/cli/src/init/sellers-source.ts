import type { Project } from './project.ts'
import type { Import } from './source-file.ts'

/** What every framework needs beside its own package. */
export const sellersPackages: readonly string[] = [
  'mercadopago-oauth',
  'mercadopago-oauth-sqlite',
  '@libsql/client',
]

/** The imports of {@link sellersLines}. */
export const sellersImports: readonly Import[] = [
  { from: '@libsql/client', names: ['createClient as openFile'] },
  { from: 'mercadopago-oauth', names: ['optionsFromEnv', 'SellerTokens'] },
  { from: 'mercadopago-oauth-sqlite', names: ['SqliteTokenStore'] },
]

/** The part that is the same everywhere: the store, and the tokens of the sellers in it. */
export function sellersLines(project: Project): string[] {
  return [
    "const file = openFile({ url: process.env.MERCADOPAGO_STORE ?? 'file:sellers.db' })",
    'const store = new SqliteTokenStore({ client: file })',
    awaitsTables(project)
      ? 'await store.migrate()'
      : 'const ready = store.migrate() // its tables; wait for this before the app listens',
    'const sellers = new SellerTokens({ ...optionsFromEnv(process.env), store })',
  ]
}

/** Whether the file may wait for its tables while it is loaded. CommonJS may not. */
export function awaitsTables({ framework, isModule }: Project): boolean {
  return isModule || framework === 'next'
}

/** What the app imports of the file, in the order of its lines. */
export function exportsOf(project: Project, mounted: string): string[] {
  return [...(awaitsTables(project) ? [] : ['ready']), 'sellers', mounted]
}
