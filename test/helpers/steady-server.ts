import { createServer, type RequestListener, type Server } from 'node:http'

/**
 * A server that ends no idle connection. Node ends one after 5 s, and on a busy machine that may be just when a client
 * uses it again.
 */
export function steadyServer(respond?: RequestListener): Server {
  return createServer({ keepAliveTimeout: 0 }, respond)
}
