import { once } from 'node:events'
import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'

/** The servers that the processes of one `pnpm test` share. */
export type RunServer = 'postgres' | 'mariadb'

/** The environment variable with the port where `test/run` publishes their addresses. */
export const runServersVariable = 'MERCADOPAGO_OAUTH_TEST_SERVERS'

/** The URL of the server that this run shares; `undefined` where a process is on its own. */
export async function runServerUrl(name: RunServer): Promise<string | undefined> {
  const port = process.env[runServersVariable]
  if (port === undefined) return undefined
  // Not by HTTP, which a suite may have put nock before.
  const connection = createConnection({ host: '127.0.0.1', port: Number(port) })
  await once(connection, 'connect')
  connection.write(name)
  const url = await text(connection)
  if (url === '') throw new Error(`${name} did not start`)
  return url
}
