import { invalidType, invalidValue } from '../option.ts'

const idNames = ['id', '_id', 'sub', 'uid', 'userId'] as const
const maxBytes = 256

/**
 * Finds the id of the app's signed-in user. `undefined`, `null`, `false` and an empty text mean that nobody is
 * signed in. A text or a number is the id itself; of an object it is the first of `id`, `_id`, `sub`, `uid` and
 * `userId` that is set. An id may be a text, a whole number, a BigInt, or an object with its own text form, such as
 * an ObjectId.
 *
 * A user without a usable id never counts as "not signed in".
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `user`.
 */
export function userId(user: unknown): string | undefined {
  if (user === undefined || user === null || user === false || user === '') return undefined
  if (typeof user !== 'object' || isObjectId(user)) return checkedText(textOf(user))
  const ids = idNames.map((name) => Reflect.get(user, name) as unknown)
  return checkedText(textOf(ids.find((id) => id !== undefined && id !== null)))
}

/** An ObjectId or UUID of MongoDB is an id itself, although it has a member `id`: its bytes. */
function isObjectId(user: object): boolean {
  return 'toHexString' in user && typeof user.toHexString === 'function'
}

function textOf(id: unknown): string | undefined {
  if (typeof id === 'string') return id
  if (typeof id === 'bigint' || Number.isSafeInteger(id)) return String(id)
  return typeof id === 'object' && id !== null && hasOwnText(id) ? String(id) : undefined
}

/** Lists, bytes and dates have a text form too, but it is not an id. */
function hasOwnText(id: object): boolean {
  if (Array.isArray(id) || ArrayBuffer.isView(id) || id instanceof Date) return false
  return typeof id.toString === 'function' && id.toString !== Object.prototype.toString
}

function checkedText(id: string | undefined): string {
  if (id === undefined) {
    throw invalidType(
      'user',
      'must be an id, or an object with one in "id", "_id", "sub", "uid" or "userId": a text, a whole number, a BigInt or an ObjectId',
    )
  }
  if (id === '') throw invalidValue('user', 'must not have an empty id')
  // Not every store can keep them, and by then the code would be spent.
  if (/[\p{Cc}\p{Cs}]/u.test(id)) {
    throw invalidValue('user', 'must have an id without control characters and lone surrogates')
  }
  if (Buffer.byteLength(id) > maxBytes) {
    throw invalidValue('user', `must have an id of at most ${maxBytes} bytes`)
  }
  return id
}
