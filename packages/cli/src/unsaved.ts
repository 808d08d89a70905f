import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { UnsavedTokens } from 'mercadopago-oauth'

/**
 * Writes pairs that exist nowhere else to a new file in the working folder, which only its owner may read.
 *
 * @returns the name of the file.
 */
export async function keepUnsaved(unsaved: readonly UnsavedTokens[]): Promise<string> {
  const file = `unsaved-sellers-${randomUUID()}.json`
  await writeFile(file, `${JSON.stringify(unsaved, undefined, 2)}\n`, { flag: 'wx', mode: 0o600 })
  return file
}
