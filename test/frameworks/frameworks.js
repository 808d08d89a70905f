import * as fastify from './fastify.js'
import * as nest from './nest.js'

/**
 * Every framework of this folder, a file each.
 *
 * `serveFailing(fail)` starts an app that calls `fail(code)` for `GET /<code>` and leaves what that throws to
 * the framework; it gives the app's `origin` and how to `close()` it. `sendsHeaders` says whether the
 * framework takes over the `headers` of an error.
 */
export const frameworks = [fastify, nest]
