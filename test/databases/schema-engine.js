import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'

/**
 * Settings that have `prisma` use its schema engine as WebAssembly, which comes with the package: the binary that it
 * uses by default is downloaded from elsewhere. The two are one program; only the way to the database differs.
 */
export const schemaEngine = {
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => new SchemaEngineAdapter(connectionTo(process.env.DATABASE_URL)),
}

function connectionTo(url = 'postgres://localhost/none') {
  const { hostname, port, username, password, pathname } = new URL(url)
  const database = pathname.slice(1)
  const server = { host: hostname, port: Number(port), user: username, password, database }
  // The command ends when it is done, not when the pool would close its connections.
  return { ...server, allowExitOnIdle: true }
}

const { CHAR, TEXT } = pg.types.builtins
/** PostgreSQL's number for its type `name`. */
const NAME = 19
/** The adapter's number for one letter. */
const character = 6

/**
 * `PrismaPg` cannot read two types of PostgreSQL's catalogues (prisma/orm, issue 27403), and drops a shadow database
 * that it is still connected to. Nothing else is changed.
 */
class SchemaEngineAdapter extends PrismaPg {
  #connection

  constructor(connection) {
    super(connection)
    this.#connection = connection
  }

  async connect() {
    return reading(await super.connect())
  }

  async connectToShadowDb() {
    const database = `shadow_${crypto.randomUUID()}`
    const main = await this.connect()
    await main.executeScript(`create database "${database}"`)
    const shadow = await new SchemaEngineAdapter({ ...this.#connection, database }).connect()
    const leave = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await leave()
      await main.executeScript(`drop database "${database}"`)
      await main.dispose()
    }
    return shadow
  }
}

function reading(adapter) {
  const letters = new WeakMap()
  const performIO = adapter.performIO.bind(adapter)
  adapter.performIO = async (query) => {
    const result = await performIO(query)
    letters.set(
      query,
      result.fields.map(({ dataTypeID }) => dataTypeID === CHAR),
    )
    for (const field of result.fields) {
      if ([CHAR, NAME].includes(field.dataTypeID)) field.dataTypeID = TEXT
    }
    return result
  }
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    const areLetters = letters.get(query)
    const columnTypes = result.columnTypes.map((type, at) => (areLetters[at] ? character : type))
    return { ...result, columnTypes }
  }
  return adapter
}
