import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import type { UnsavedTokens } from 'mercadopago-oauth'

/**
 * Writes pairs that exist nowhere else to a new file, which only its owner may read: in the working
 * folder, else in the one for temporary files.
 *
 * @returns the path of the file.
 */
export async function keepUnsaved(unsaved: readonly UnsavedTokens[]): Promise<string> {
  const text = `${JSON.stringify(unsaved, undefined, 2)}\n`
  const name = `unsaved-sellers-${randomUUID()}.json`
  try {
    return await written(resolve(name), text)
  } catch {
    return await written(resolve(tmpdir(), name), text)
  }
}

async function written(path: string, text: string): Promise<string> {
  await writeFile(path, text, { flag: 'wx', mode: 0o600 })
  return path
}
