import { readFile } from 'node:fs/promises'
import { type Reader, read, record } from '../reading.ts'
import { assertPosition, type Switches } from './switches.ts'

/** What a profile says of a switch whose position nobody has seen. */
const notSeen = 'not seen'

const profile: Reader<Record<string, unknown>> = record('an object with "switches"')
const positions: Reader<Record<string, unknown>> = record('an object: switch → position')

/**
 * Reads a profile: how the real service behaved, as `mercadopago-oauth verify-live` observed it. A switch that was
 * not observed is left out, so it stays at its default.
 *
 * @throws Error with code `ERR_PROFILE` when the file cannot be read, or has a value that the sandbox does not
 * support.
 */
export async function readProfile(path: string): Promise<Partial<Switches>> {
  try {
    const { switches } = read(profile, JSON.parse(await readFile(path, 'utf8')), 'profile')
    const all = Object.entries(read(positions, switches, 'switches'))
    const seen = all.filter(([, position]) => position !== notSeen)
    for (const [name, position] of seen) assertPosition(name, position)
    return Object.fromEntries(seen) as Partial<Switches>
  } catch (cause) {
    const error = new Error(`the profile ${path} cannot be used: ${reasonOf(cause)}`, { cause })
    throw Object.assign(error, { code: 'ERR_PROFILE' })
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof SyntaxError) return 'it is not JSON'
  const { code, message } = cause as { code?: unknown; message?: unknown }
  return code === 'ERR_INVALID_ARG_VALUE' ? String(message) : String(code)
}
