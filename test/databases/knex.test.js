import { expect } from 'chai'
import { startPostgres } from '../../.cache/test/helpers/postgres-server.js'
import { SellerWorld } from '../../.cache/test/helpers/seller-world.js'
import { connect } from './.cache/recipes/knex.js'
import * as mercadopago from './.cache/recipes/knex-migration.js'

/** A migration of the app, and the one that the page shows. */
const migrations = {
  products: {
    up: (knex) => knex.schema.createTable('products', (table) => table.text('name')),
    down: (knex) => knex.schema.dropTable('products'),
  },
  mercadopago,
}

const migrationSource = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => migrations[name],
}

describe('Knex beside the store', () => {
  let database
  let app
  let world

  before(async () => {
    database = await startPostgres()
    app = connect(database.url)
    await app.db.migrate.latest({ migrationSource })
    await app.store.migrate()
    world = await SellerWorld.open(() => app.store)
    await world.machine().link(world.tokens(), { owner: 'shop-1' })
  })
  after(async () => {
    await world?.close()
    await app?.pool.end()
    await app?.db.destroy()
    await database?.stop()
  })

  it('keeps the sellers when every migration is rolled back and run again', async () => {
    await app.db.migrate.rollback({ migrationSource }, true)
    expect(await app.db.schema.hasTable('products')).to.equal(false)
    await app.db.migrate.latest({ migrationSource })
    world.advanceDays(160)

    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
    await app.db('products').insert({ name: 'mate' })
    expect(await app.db('products')).to.deep.equal([{ name: 'mate' }])
  })

  it('reads a seller by the name of its schema', async () => {
    const sellers = await app
      .db('mercadopago.mercadopago_sellers')
      .where({ owner: 'shop-1' })
      .select('seller_id')

    expect(sellers).to.deep.equal([{ seller_id: '4242' }])
  })
})
