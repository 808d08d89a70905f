import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { describeOnMysql } from '../helpers/mariadb-server.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { describeOnRedis, type RedisServer, startRedis } from '../helpers/redis-server.ts'
import { itLinks } from './linking.ts'
import { blocksOf, edited, firstProgram, writePrograms } from './page.ts'

const run = promisify(execFile)
const readme = (name: string) => `packages/${name}/README.md`
const first = (name: string) => firstProgram(readme(name))

// The sign-in that the samples leave to the reader: a cookie that holds the id of the shop.
const koaSignIn = {
  'new Koa()': `new Koa().use((ctx, next) => {
  ctx.state.user = ctx.cookies.get('session')
  return next()
})`,
}
const expressSignIn = {
  'express()': `express()
  .use((req, _res, next) => {
    const id = /session=([\\w-]+)/.exec(req.headers.cookie ?? '')?.[1]
    if (id) req.user = { id }
    next()
  })`,
}
const userId = `/session=([\\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1]`

/** An app of the reader around the sellers of a store's README. */
const koaApp = `
import Koa from 'koa'
import { mercadoPago } from 'koa-mercadopago'
new Koa()
  .use(mercadoPago({ sellers, user: (ctx) => ctx.cookies.get('session') }).routes())
  .listen(3000)
export const tokenFor = (sellerId: string) => sellers.accessToken(sellerId)
`

/** What the reader writes around the parts. Before each token comes the program of “From then on”. */
const main = `import { afterTheLink } from './afterwards.js'
import { sellers } from './sellers.js'
export async function tokenFor(sellerId: string) {
  await afterTheLink(sellers)
  return sellers.accessToken(sellerId)
}
`

describe('the first program of', () => {
  withRealSockets()

  it('every package is run below, or by added-lines.test.ts and command-line.test.ts', () => {
    const stores = ['store-mysql', 'store-postgres', 'store-redis', 'store-sqlite']
    const elsewhere = ['cli', 'koa', 'passport', 'web']
    expect(readdirSync('packages')).to.have.members([...stores, ...elsewhere, 'core', 'sandbox'])
  })

  itLinks(readme('core'), {
    programs: { 'app.ts': `${first('core')}export { sellers }\n` },
    lands: '/sellers',
  })

  itLinks(readme('store-sqlite'), {
    programs: { 'app.ts': first('store-sqlite') + koaApp },
    lands: '/',
  })

  describeOnPostgres('PostgreSQL:', (postgres) => {
    const env = () => ({ ...pgVariables(postgres.url), DATABASE_URL: postgres.url })

    itLinks(readme('store-postgres'), {
      programs: { 'app.ts': first('store-postgres') + koaApp },
      lands: '/',
      env,
    })
  })

  describeOnMysql('MySQL or MariaDB:', (mysql) => {
    itLinks(readme('store-mysql'), {
      programs: { 'app.ts': first('store-mysql') + koaApp },
      lands: '/',
      env: () => ({ MYSQL_URL: mysql.url }),
    })
  })

  describeOnRedis('Redis:', () => {
    let redis: RedisServer
    before(async () => {
      redis = await startRedis()
    })
    after(() => redis?.stop())

    const url = {
      "'redis://localhost:6379'": "process.env.REDIS_URL ?? ''",
    }
    itLinks(readme('store-redis'), {
      programs: { 'app.ts': edited(first('store-redis'), url) + koaApp },
      lands: '/',
      env: () => ({ REDIS_URL: redis.url }),
    })
  })

  it(`${readme('sandbox')} prints the tokens of a seller`, async () => {
    const folder = writePrograms(readme('sandbox'), { 'app.js': first('sandbox') })

    const { stdout } = await run(process.execPath, [join(folder, 'app.js')])

    expect(stdout).to.match(/^ {2}access_token: 'APP_USR-/m)
    expect(stdout).to.match(/^ {2}expires_in: 15552000,$/m)
    expect(stdout).to.match(/^ {2}refresh_token: 'TG-/m)
  })
})

describe('the programs of README.md', () => {
  withRealSockets()

  const [express = '', koa = '', web = '', sellers = '', afterwards = ''] = blocksOf('README.md')
    .filter(({ language }) => language === 'ts')
    .map(({ code }) => code)

  describeOnPostgres('with the sellers in PostgreSQL:', (postgres) => {
    const env = () => pgVariables(postgres.url)

    itLinks('README.md, Express with Passport', {
      programs: {
        'express.ts': edited(express, expressSignIn),
        'sellers.ts': sellers,
        'app.ts': `import { app } from './express.js'\n${main}app(sellers).listen(3000)\n`,
        'afterwards.ts': afterwards,
      },
      lands: '/',
      env,
    })

    itLinks('README.md, Koa', {
      programs: {
        'koa.ts': edited(koa, koaSignIn),
        'sellers.ts': sellers,
        'app.ts': `import { app } from './koa.js'\n${main}app(sellers).listen(3000)\n`,
        'afterwards.ts': afterwards,
      },
      lands: '/',
      env,
    })

    const signIn = {
      'declare function': 'async function',
      'undefined> // your own sign-in': `undefined> {
  const id = ${userId}
  return id === undefined ? undefined : { id }
}`,
    }
    itLinks('README.md, Request and Response', {
      programs: {
        'web.ts': edited(web, signIn),
        'sellers.ts': sellers,
        'app.ts': `import { handler } from './web.js'
${main}export default { fetch: handler(sellers) }
`,
        'afterwards.ts': afterwards,
      },
      lands: '/',
      env,
    })
  })
})

function pgVariables(url: string): NodeJS.ProcessEnv {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: pathname.slice(1),
  }
}
