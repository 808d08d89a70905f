import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executable } from './executable.ts'

/** A key and its certificate, in PEM. */
export interface Certificate {
  key: string
  cert: string
}

const openssl = executable('openssl')

/**
 * A suite with a self-signed certificate for this host. Without openssl it is skipped where everybody can see it.
 * The certificate is there from `before` on.
 */
export function describeWithCertificate(
  title: string,
  host: string,
  suite: (this: Mocha.Suite, certificate: Readonly<Certificate>) => void,
): void {
  const certificate = { key: '', cert: '' }
  if (openssl === undefined) {
    describe.skip(`${title} (apt-get install openssl)`, function absent() {
      suite.call(this, certificate)
    })
    return
  }
  describe(title, function certified() {
    before(() => Object.assign(certificate, selfSigned(openssl, host)))
    suite.call(this, certificate)
  })
}

function selfSigned(program: string, host: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'self-signed-'))
  const key = join(folder, 'key.pem')
  const cert = join(folder, 'cert.pem')
  try {
    execFileSync(
      program,
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
  } finally {
    rmSync(folder, { recursive: true })
  }
}
