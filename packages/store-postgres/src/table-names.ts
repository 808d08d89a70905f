import { invalidType, invalidValue } from 'mercadopago-oauth/store'

/** Where the tables are. */
export interface TableOptions {
  /** The sellers' table, at most 55 bytes long. Default `mercadopago_sellers`. Others are named after it. */
  table?: string | undefined
  /** The schema of the tables. Default: the first one on the connection's `search_path`. */
  schema?: string | undefined
}

/** The names as SQL writes them: quoted, the tables with their schema. */
export interface TableNames {
  readonly sellers: string
  readonly claims: string
  readonly schema: string
  /** An index; PostgreSQL puts it into the schema of its table. */
  index(suffix: 'due' | 'never' | 'owner' | 'expired'): string
}

/** PostgreSQL cuts longer names without an error, and two could become one. */
const longestName = 63
const longestTable = longestName - '_expired'.length

/**
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function tableNames(options: TableOptions): TableNames {
  const { table = 'mercadopago_sellers', schema } = options
  assertName(table, 'table', longestTable)
  if (schema !== undefined) assertName(schema, 'schema', longestName)
  const prefix = schema === undefined ? '' : `${quoted(schema)}.`
  return {
    sellers: prefix + quoted(table),
    claims: prefix + quoted(`${table}_claims`),
    schema: prefix + quoted(`${table}_schema`),
    index: (suffix) => quoted(`${table}_${suffix}`),
  }
}

function assertName(value: unknown, option: string, longest: number): asserts value is string {
  if (typeof value !== 'string') throw invalidType(option, 'must be a string')
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(value)) {
    throw invalidValue(option, 'must be one name of letters, digits and underscores')
  }
  if (Buffer.byteLength(value) > longest) {
    throw invalidValue(option, `must be at most ${longest} bytes long`)
  }
}

function quoted(name: string): string {
  return `"${name}"`
}
