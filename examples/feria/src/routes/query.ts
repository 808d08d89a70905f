import type { Visit } from './route.ts'

/** The query of an address, as Koa and Express both leave it. */
export function queryOf({ req }: Pick<Visit, 'req'>): URLSearchParams {
  const [, query = ''] = /\?(.*)$/s.exec(req.url ?? '') ?? []
  return new URLSearchParams(query)
}
