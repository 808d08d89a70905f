import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { ownMysqlServer } from '../helpers/mariadb-server.ts'
import { embeddedServer } from '../helpers/postgres-server.ts'
import { type RunServer, runServersVariable } from '../helpers/run-server.ts'

interface DatabaseServer {
  readonly url: string
  end(): Promise<void>
}

const start: Record<RunServer, () => Promise<DatabaseServer>> = {
  postgres: embeddedServer,
  mariadb: ownMysqlServer,
}

/** One server of each kind for all processes that run tests. Each starts when it is first requested. */
export class RunServers {
  readonly #door: Server
  readonly #started = new Map<RunServer, Promise<DatabaseServer>>()

  private constructor(door: Server) {
    this.#door = door
    door.on('connection', (socket) => {
      this.#tell(socket).catch((error: unknown) => {
        process.stderr.write(`${error}\n`)
        socket.destroy()
      })
    })
  }

  /** Processes that start from now on find them. */
  static async open(): Promise<RunServers> {
    const door = createServer().listen(0, '127.0.0.1')
    await once(door, 'listening')
    process.env[runServersVariable] = String((door.address() as AddressInfo).port)
    return new RunServers(door)
  }

  async close(): Promise<void> {
    this.#door.close()
    for (const server of await Promise.allSettled(this.#started.values())) {
      if (server.status === 'fulfilled') await server.value.end()
    }
  }

  async #tell(socket: Socket): Promise<void> {
    const [name] = await once(socket.setEncoding('utf8'), 'data')
    const { url } = await this.#server(name as RunServer)
    socket.end(url)
  }

  #server(name: RunServer): Promise<DatabaseServer> {
    const server = this.#started.get(name) ?? start[name]()
    this.#started.set(name, server)
    return server
  }
}
