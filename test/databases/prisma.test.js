import { expect } from 'chai'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { startPostgres } from '../../.cache/test/helpers/postgres-server.js'
import { SellerWorld } from '../../.cache/test/helpers/seller-world.js'
import { connect } from './.cache/recipes/prisma.js'
import { Project } from './project.js'
import { sqlRecipe } from './recipes.js'

describe('Prisma beside the store', function () {
  // With WebAssembly, `migrate dev` ends a minute after its work: a timer of Prisma's own keeps it alive.
  this.timeout(240_000)

  let database
  let project
  let app
  let world

  before(async () => {
    database = await startPostgres()
    project = await Project.copy('prisma', database.url)
    const deployed = await project.run('prisma', 'migrate', 'deploy')
    expect(deployed.status, deployed.output).to.equal(0)
    app = connect(database.url)
    await app.store.migrate()
    world = await SellerWorld.open(() => app.store)
    await world.machine().link(world.tokens(), { owner: 'shop-1' })
  })
  after(async () => {
    await world?.close()
    await app?.prisma.$disconnect()
    await app?.pool.end()
    await project?.remove()
    await database?.stop()
  })

  /** A name in any case: without it Prisma would ask for one. */
  function migrateDev(name) {
    return project.run('prisma', 'migrate', 'dev', '--skip-generate', '--name', name)
  }

  it('leaves the tables out of the next migration', async () => {
    const { status, output } = await migrateDev('products')

    expect(status, output).to.equal(0)
    const [shown, products, ...others] = await project.migrations()
    expect(shown).to.equal(sqlRecipe('schema'))
    expect(others).to.deep.equal([])
    expect(products).to.match(/^-- CreateTable\nCREATE TABLE "Product" \([^;]*\);\n$/)
  })

  it('reports no drift', async () => {
    const { status, output } = await migrateDev('nothing')

    expect(output).to.include('Already in sync, no schema change or pending migration was found.')
    expect(status).to.equal(0)
  })

  it('finds no difference between migrations and models', async () => {
    const { status, output } = await project.run(
      ...['prisma', 'migrate', 'diff', '--exit-code'],
      ...['--from-migrations', 'migrations', '--to-schema-datamodel', 'schema.prisma'],
    )

    expect(output).to.include('No difference detected.')
    expect(status).to.equal(0)
  })

  it('has Prisma Client work on the pool of the store', async () => {
    const { name } = await app.prisma.product.create({ data: { name: 'mate' } })

    expect(name).to.equal('mate')
    expect((await app.store.get(world.sellerKey)).owner).to.equal('shop-1')
  })

  it('keeps the sellers through a reset, and renews them afterwards', async () => {
    const reset = await project.run('prisma', 'migrate', 'reset', '--force', '--skip-generate')
    world.advanceDays(160)

    expect(reset.output).to.include('Database reset successful')
    expect(await app.prisma.product.count()).to.equal(0)
    await app.store.migrate()
    expect(await world.machine().accessToken('4242')).to.equal('APP_USR-2')
  })

  it('would report drift if the tables were in its own schema', async () => {
    await new PostgresTokenStore({ pool: app.pool }).migrate()

    const { status, output } = await migrateDev('drift')

    expect(output).to.include('Drift detected')
    expect(output).to.include('- mercadopago_sellers\n')
    expect(status).not.to.equal(0)
  })
})
