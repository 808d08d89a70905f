import type { Project } from './project.ts'
import type { Import } from './source-file.ts'

/** What every framework needs beside its own package. */
export const sellersPackages: readonly string[] = [
  'mercadopago-oauth',
  'mercadopago-oauth-sqlite',
  '@libsql/client',
]

/** The imports of {@link sellersLines}, with these names of `mercadopago-oauth` among them. */
export function sellersImports(names: readonly string[] = []): Import[] {
  const own = ['createClient', 'mercadoPagoProvider', 'SellerTokens', 'sandboxProvider']
  return [
    { from: '@libsql/client', names: ['createClient as openFile'] },
    { from: 'mercadopago-oauth', names: [...own, ...names] },
    { from: 'mercadopago-oauth-sqlite', names: ['SqliteTokenStore'] },
  ]
}

/** The part that is the same everywhere: the store, and the tokens of the sellers in it. */
export function sellersLines(migration: readonly string[]): string[] {
  return [
    'const { env } = process',
    "const file = openFile({ url: env.MERCADOPAGO_STORE ?? 'file:sellers.db' })",
    'const store = new SqliteTokenStore({ client: file })',
    ...migration,
    'const sellers = new SellerTokens({',
    '  client: createClient({',
    "    clientId: env.MERCADOPAGO_CLIENT_ID ?? '',",
    "    clientSecret: env.MERCADOPAGO_CLIENT_SECRET ?? '',",
    "    redirectUri: env.MERCADOPAGO_REDIRECT_URI ?? '', // exactly as registered",
    '    provider: env.MERCADOPAGO_SANDBOX',
    '      ? sandboxProvider(env.MERCADOPAGO_SANDBOX)',
    '      : mercadoPagoProvider(),',
    '  }),',
    '  store,',
    "  encryptionKeys: (env.MERCADOPAGO_ENCRYPTION_KEYS ?? '').split(','),",
    '})',
  ]
}

/** Whether the file may wait for its tables while it is loaded. CommonJS may not. */
export function awaitsTables({ framework, isModule }: Project): boolean {
  return isModule || framework === 'next'
}

/** How the tables are made when the file is loaded. */
export function migrationOf(project: Project): string[] {
  return awaitsTables(project)
    ? ['await store.migrate()']
    : ['const ready = store.migrate() // its tables; wait for this before the app listens']
}

/** What the app imports of the file, in the order of its lines. */
export function exportsOf(project: Project, mounted: string): string[] {
  return [...(awaitsTables(project) ? [] : ['ready']), 'sellers', mounted]
}
