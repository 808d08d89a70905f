import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A key and its certificate, in PEM. */
export interface Certificate {
  key: string
  cert: string
}

/** Makes a certificate that nobody but itself vouches for; `undefined` where there is no openssl. */
export function selfSigned(host: string): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'self-signed-'))
  const key = join(folder, 'key.pem')
  const cert = join(folder, 'cert.pem')
  try {
    execFileSync(
      'openssl',
      // biome-ignore format: one option a line.
      [
        'req', '-x509', '-nodes', '-days', '1',
        '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
        '-subj', `/CN=${host}`,
        '-addext', `subjectAltName=DNS:${host}`,
        '-keyout', key,
        '-out', cert,
      ],
      { stdio: 'pipe' },
    )
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}
