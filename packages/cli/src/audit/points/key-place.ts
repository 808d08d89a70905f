import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fault, type Observation, unknown, warning } from '../../doctor/finding.ts'
import type { Point } from '../point.ts'

const variable = 'MERCADOPAGO_ENCRYPTION_KEYS'
const ideal =
  'Mercado Libre asks integrators to keep the key in a key manager, apart from code and database.'

export const keyPlace: Point = {
  name: 'key-place',
  looksAt: `${variable} of this process, and the .env files in its working folder`,
  async look({ settings }) {
    const files = await envFilesWithKeys()
    if (files.length > 0) return files.map(fileObservation)
    if (settings.encryptionKeys) {
      return [
        warning(
          'The key comes from the environment.',
          ideal,
          'Have it put there by a key manager when the app starts, or decrypt it with one.',
        ),
      ]
    }
    return [
      unknown(
        'The key is neither in the environment nor in a .env file.',
        'It may be in a key manager, or anywhere else.',
        'Look where the app gets encryptionKeys from.',
      ),
    ]
  },
}

interface KeyFile {
  readonly name: string
  readonly isOpen: boolean
}

async function envFilesWithKeys(): Promise<KeyFile[]> {
  const names = (await readdir('.')).filter((name) => /^\.env(\.|$)/.test(name)).sort()
  const found = await Promise.all(names.map(keyFile))
  return found.filter((file) => file !== undefined)
}

async function keyFile(name: string): Promise<KeyFile | undefined> {
  const path = join('.', name)
  const { mode } = await stat(path)
  const text = await readFile(path, 'utf8').catch(() => '')
  if (!new RegExp(`^\\s*(export\\s+)?${variable}\\s*=\\s*\\S`, 'm').test(text)) return undefined
  return { name, isOpen: (mode & 0o044) !== 0 }
}

function fileObservation({ name, isOpen }: KeyFile): Observation {
  return isOpen
    ? fault(
        `The key is in the file ${name}, which other users of this machine can read.`,
        'Anybody who has the key and the database has the tokens.',
        `Run chmod 600 ${name}, replace the key, and keep the new one in a key manager.`,
      )
    : warning(
        `The key is in the file ${name}.`,
        ideal,
        'Keep it out of version control and backups of the database.',
      )
}
