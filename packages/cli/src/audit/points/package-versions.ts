import { readdir, readFile } from 'node:fs/promises'
import { type Observation, unknown, warning } from '../../doctor/finding.ts'
import { jsonFields } from '../../json-fields.ts'
import type { Point } from '../point.ts'

/** All packages of this family. */
const ours = /^(mercadopago-oauth(-[a-z0-9]+)?|koa-mercadopago|passport-mercadopago)$/

export const packageVersions: Point = {
  name: 'package-versions',
  looksAt: 'node_modules of the working folder',
  async look() {
    const versions = await installed()
    if (versions.length === 0) {
      return [
        unknown(
          'None of the packages is installed in the working folder.',
          'It is not known which versions the app has.',
          'Run the audit in the folder of the app.',
        ),
      ]
    }
    const text = versions.map(([name, version]) => `${name} ${version}`).join(', ')
    return [...differing(versions), newer(text)]
  },
}

type Version = readonly [name: string, version: string]

async function installed(): Promise<Version[]> {
  const names = (await readdir('node_modules').catch(() => [])).filter((name) => ours.test(name))
  return await Promise.all(
    names.sort().map(async (name): Promise<Version> => {
      const manifest = await readFile(`node_modules/${name}/package.json`, 'utf8').catch(() => '')
      const { version } = jsonFields(manifest)
      return [name, typeof version === 'string' ? version : 'of an unknown version']
    }),
  )
}

/** Below 1.0, a minor version may change what the others rely on. */
function differing(versions: readonly Version[]): Observation[] {
  const lines = new Set(versions.map(([, version]) => /^(0\.\d+|\d+)\./.exec(version)?.[1]))
  if (lines.size < 2) return []
  return [
    warning(
      'The packages are of different release lines.',
      'They are tested together.',
      'Update all of them at once.',
    ),
  ]
}

function newer(text: string): Observation {
  return unknown(
    `Installed: ${text}.`,
    'Whether newer ones mend holes is known to the registry, which is not asked.',
    'Run npm outdated and npm audit in the folder of the app.',
  )
}
