import { stat } from 'node:fs/promises'
import { fault, type Observation, ok, unknown, warning } from '../../doctor/finding.ts'
import { isLoopback } from '../../loopback.ts'
import type { StoreAddress } from '../../store.ts'
import type { Point } from '../point.ts'

export const storeTransport: Point = {
  name: 'store-transport',
  looksAt: 'the address of the store; of a file, its permissions',
  async look({ address }) {
    if (address === undefined || address === 'memory') {
      return [
        unknown(
          'No store is named that has an address.',
          'It is not known how the app reaches its store.',
          'Set MERCADOPAGO_STORE as the app has it.',
        ),
      ]
    }
    if (address.kind === 'sqlite') return [await ofFile(address.file, address.place)]
    return [ofServer(address)]
  },
}

async function ofFile(file: string, place: string): Promise<Observation> {
  const { mode } = await stat(file)
  if ((mode & 0o044) === 0)
    return ok(`${place} needs no connection, and only its owner can read it.`)
  return warning(
    `${place} can be read by other users of this machine.`,
    'Tokens in it are encrypted; seller ids, owners and dates are not.',
    'Run chmod 600 on the file and on those beside it, or put it into a folder of mode 700.',
  )
}

type Server = Exclude<StoreAddress, { kind: 'sqlite' }>

/** The TLS settings in the URL. The app may set more in its code, which the URL does not show. */
type Encryption = 'verified' | 'unverified' | 'none'

function ofServer(server: Server): Observation {
  const { place, url } = server
  const isHere =
    url.hostname === '' || isLoopback(url) || url.searchParams.get('host')?.startsWith('/')
  if (isHere) return ok(`${place} is on this machine.`)
  const encryption = encryptionOf(server)
  if (encryption === 'verified') return ok(`${place} is reached by TLS, says its address.`)
  if (encryption === 'unverified') {
    return warning(
      `${place} is reached by TLS, but its address does not demand that its certificate is checked.`,
      'Anybody between the machines may be able to pretend to be the database.',
      'Demand it: sslmode=verify-full (PostgreSQL), or rejectUnauthorized (MySQL).',
    )
  }
  return fault(
    `${place} is reached without TLS, says its address.`,
    'Its password and all that is stored can be read on the way, but for the tokens, which are encrypted.',
    'Use sslmode=verify-full (PostgreSQL), ssl (MySQL) or rediss:// (Redis). If the app sets TLS in its code, see there.',
  )
}

function encryptionOf({ kind, url }: Server): Encryption {
  if (kind === 'redis') return url.protocol === 'rediss:' ? 'verified' : 'none'
  return kind === 'postgres' ? ofPostgres(url.searchParams) : ofMysql(url.searchParams)
}

/** What `require`, `prefer` and `verify-ca` check depends on the release of the driver. */
function ofPostgres(parameters: URLSearchParams): Encryption {
  const mode = parameters.get('sslmode')
  if (mode === null) return parameters.get('ssl') === 'true' ? 'verified' : 'none'
  if (mode === 'verify-full') return 'verified'
  return mode === 'disable' || mode === 'allow' ? 'none' : 'unverified'
}

function ofMysql(parameters: URLSearchParams): Encryption {
  const ssl = parameters.get('ssl')
  if (ssl === null || ssl === '' || ssl === 'false') return 'none'
  return /"?rejectUnauthorized"?\s*:\s*false/.test(ssl) ? 'unverified' : 'verified'
}
