import { expect } from 'chai'
import { sql } from 'drizzle-orm'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { startPostgres } from '../../.cache/test/helpers/postgres-server.js'
import { SellerWorld } from '../../.cache/test/helpers/seller-world.js'
import { connect } from './.cache/recipes/drizzle.js'
import { Project } from './project.js'
import { sqlRecipe } from './recipes.js'

describe('Drizzle beside the store', function () {
  // The command takes seconds to start.
  this.timeout(120_000)

  let database
  let project
  let app
  let world

  beforeEach(async () => {
    database = await startPostgres()
    project = await Project.copy('drizzle', database.url)
    await drizzleKit('generate', '--name', 'products')
    await drizzleKit('generate', '--custom', '--name', 'mercadopago')
    await project.write('migrations/0001_mercadopago.sql', sqlRecipe('schema'))
    await drizzleKit('migrate')
    app = connect(database.url)
    await app.store.migrate()
    world = await SellerWorld.open(() => app.store)
    await world.machine().link(world.tokens(), { owner: 'shop-1' })
  })
  afterEach(async () => {
    await world?.close()
    await app?.pool.end()
    await project?.remove()
    await database?.stop()
  })

  async function drizzleKit(...args) {
    const { status, output } = await project.run('drizzle-kit', ...args)
    expect(status, output).to.equal(0)
    return output
  }

  it('shares its pool, and leaves the tables out of a migration and a push', async () => {
    await app.db.execute(sql`insert into products (name) values ('mate')`)

    const generated = await drizzleKit('generate', '--name', 'nothing')
    const pushed = await drizzleKit('push', '--force')

    expect(generated).to.include('No schema changes, nothing to migrate')
    expect(pushed).to.include('No changes detected')
    const products = await app.db.execute(sql`select name from products`)
    expect(products.rows).to.deep.equal([{ name: 'mate' }])
    world.advanceDays(160)
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
  })

  it('would drop the tables in a push if they were in its own schema', async () => {
    const store = new PostgresTokenStore({ pool: app.pool })
    await store.migrate()
    expect(await store.get(world.sellerKey)).to.equal(undefined)

    const pushed = await drizzleKit('push', '--force')

    expect(pushed).to.include('Changes applied')
    const error = await store.get(world.sellerKey).catch((thrown) => thrown)
    expect(error.message).to.equal('relation "mercadopago_sellers" does not exist')
    expect((await app.store.get(world.sellerKey)).owner).to.equal('shop-1')
  })
})
