import type { Check } from './check.ts'
import { fault, ok } from './finding.ts'

/** Checks that the packages support this version of Node: `^20.19.0 || >=22.12.0`. */
export const nodeVersion: Check = {
  name: 'node',
  look({ nodeVersion: version, checksCertificates }) {
    const found = [isSupported(version) ? ok(`Node ${version} is supported.`) : tooOld(version)]
    if (!checksCertificates) {
      found.push(
        fault(
          'NODE_TLS_REJECT_UNAUTHORIZED=0 disables the check of certificates.',
          'Anybody who intercepts a connection can read the client secret and the tokens.',
          'Remove it; for a private certificate authority, set NODE_EXTRA_CA_CERTS.',
        ),
      )
    }
    return found
  },
}

function tooOld(version: string) {
  return fault(
    `Node ${version} is not supported.`,
    'The packages need 20.19 or later, or 22.12 or later.',
    'Install a supported version.',
  )
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major === 20) return minor >= 19
  if (major === 22) return minor >= 12
  return major > 22
}
