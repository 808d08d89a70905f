import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Settings } from './settings.ts'

/** What seals the tokens, and where it is from. */
export interface EncryptionKeys {
  readonly keys: readonly string[]
  /** For the person who has to fix it. */
  readonly source: string
}

/** The keys of the environment. For the sandbox's tokens, a key in a file beside the sellers' will do. */
export async function openEncryptionKeys(settings: Settings): Promise<EncryptionKeys> {
  if (settings.encryptionKeys !== undefined) {
    return { keys: settings.encryptionKeys, source: 'ENCRYPTION_KEYS' }
  }
  const path = `${settings.storage.sellersFile}.key`
  try {
    return { keys: [await readOrMake(path)], source: `The key in ${path}` }
  } catch (cause) {
    throw new Error(`SELLERS_FILE: the key beside it, ${path}, cannot be read or made.`, { cause })
  }
}

/** Several apps may start at once: all of them get the key of the first. */
async function readOrMake(path: string): Promise<string> {
  const key = await read(path)
  if (key !== undefined) return key
  const draft = `${path}.${randomUUID()}`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // Whole or not at all, and never over another.
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return (await read(path)) ?? ''
}

async function read(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
