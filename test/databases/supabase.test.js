import { expect } from 'chai'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { startOwnPostgres } from '../../.cache/test/helpers/postgres-server.js'
import { SellerWorld } from '../../.cache/test/helpers/seller-world.js'
import { startPgbouncer } from '../../.cache/test/stores/pgbouncer.js'
import { connect } from './.cache/recipes/supabase.js'
import { sqlRecipe } from './recipes.js'

/**
 * What a project of Supabase has: the role of its SQL editor, which is no superuser, and those that PostgREST takes
 * for a visitor and a user. Whatever the editor's role creates in `public` belongs to all of them.
 */
const project = `
create role editor login password 'editor' createrole bypassrls;
create role anon nologin;
create role authenticated nologin;
create role authenticator login noinherit password 'authenticator';
grant anon, authenticated to authenticator;
grant usage on schema public to anon, authenticated;
grant create on schema public to editor;
alter default privileges for role editor in schema public grant all on tables to anon, authenticated;
`

/** What the dashboard's instructions have one do to let PostgREST show a schema. */
const exposed = `
grant usage on schema mercadopago to anon, authenticated;
grant all on all tables in schema mercadopago to anon, authenticated;
`

/** What a seller's row is read, changed and removed by. */
const table = 'mercadopago.mercadopago_sellers'

describe('Supabase', () => {
  let database
  let editor
  let authenticator
  let pooler
  let app
  let world

  before(async function () {
    this.timeout(120_000)
    database = await startOwnPostgres()
    await execute(database.url, project)
    await execute(database.url, `grant create on database postgres to editor`)
    editor = as('editor', 'editor')
    authenticator = as('authenticator', 'authenticator')
    await execute(editor, sqlRecipe('supabase-role'))
    pooler = await startPgbouncer(as('mercadopago', 'choose-one'))
    app = connect(pooler.url)
    await app.store.migrate()
    world = await SellerWorld.open(() => app.store)
    await world.machine().link(world.tokens(), { owner: 'shop-1' })
  })
  after(async () => {
    await world?.close()
    await app?.pool.end()
    await pooler?.stop()
    await database?.stop()
  })

  function as(role, password) {
    const url = new URL(database.url)
    url.username = role
    url.password = password
    return url.href
  }

  /** A query as PostgREST sends it for a user: the rows, or the refusal. */
  async function ask(role, statement) {
    const client = new pg.Client(authenticator)
    await client.connect()
    try {
      await client.query(`begin; set local role ${role}`)
      const { rowCount } = await client.query(statement)
      return `${rowCount} rows`
    } catch (error) {
      return error.message
    } finally {
      await client.query('rollback')
      await client.end()
    }
  }

  for (const role of ['anon', 'authenticated']) {
    it(`does not let ${role} into the schema`, async () => {
      expect(await ask(role, `select from ${table}`)).to.equal(
        'permission denied for schema mercadopago',
      )
    })
  }

  it('would show the tables to everybody if they were in its public schema', async () => {
    const pool = new pg.Pool({ connectionString: editor })
    await new PostgresTokenStore({ pool }).migrate()
    await pool.end()

    expect(await ask('anon', 'select from public.mercadopago_sellers')).to.equal('0 rows')
    expect(await ask('anon', 'select from public.mercadopago_sellers_schema')).to.equal('1 rows')
  })

  describe('with the schema shown by mistake', () => {
    before(() => execute(editor, exposed))

    it('shows every seller without row level security', async () => {
      expect(await ask('anon', `delete from ${table}`)).to.equal('2 rows')
    })

    for (const role of ['anon', 'authenticated']) {
      it(`shows ${role} nothing with row level security on and no policy`, async () => {
        await execute(editor, sqlRecipe('supabase-security'))

        for (const suffix of ['', '_claims', '_schema']) {
          expect(await ask(role, `select from ${table}${suffix}`)).to.equal('0 rows')
          expect(await ask(role, `delete from ${table}${suffix}`)).to.equal('0 rows')
        }
        expect(await ask(role, `update ${table} set owner = 'me'`)).to.equal('0 rows')
        expect(await ask(role, `insert into ${table}_schema values (9)`)).to.equal(
          'new row violates row-level security policy for table "mercadopago_sellers_schema"',
        )
      })
    }

    it('lets the role of the store work through the transaction pooler', async () => {
      await execute(editor, sqlRecipe('supabase-security'))
      await app.store.migrate()
      world.advanceDays(160)

      expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
      expect((await app.store.byOwner(world.sellerKey.clientId, 'shop-1')).length).to.equal(1)
      expect(await app.store.claim('state-1', new Date(Date.now() + 60_000))).to.equal(true)
      expect(await app.store.claim('state-1', new Date(Date.now() + 60_000))).to.equal(false)
      expect(await ask('anon', `select from ${table}`)).to.equal('0 rows')
    })

    it('leaves no prepared statement on the connections of the pooler', async () => {
      const { rows } = await app.pool.query('select name from pg_prepared_statements')
      expect(rows).to.deep.equal([])
    })
  })
})

async function execute(url, statements) {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statements)
  } finally {
    await client.end()
  }
}
