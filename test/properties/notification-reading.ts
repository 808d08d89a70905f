import { createHmac } from 'node:crypto'
import { queryPairs } from './query-pairs.ts'

/** What reached the receiver. */
export interface Received {
  signature: string | readonly string[] | undefined
  requestId: string | readonly string[] | undefined
  query: string
  /** Bytes or text that nobody parsed, or what a parser made of them. */
  body: unknown
  now: Date
  secrets: readonly string[]
}

/** What a notification is by the words of the documentation and the catalogue, in code of the tests' own. */
export interface NotificationReading {
  /** Every code that may refuse it; none: it is to be taken. */
  refusals: ReadonlySet<string>
  dataId: string | undefined
  requestId: string | undefined
  sentAtMs: number
  /** The seller who withdrew, if that is what it says. */
  withdrawn: string | undefined
}

const maxAgeMs = 300_000
const mostBytes = 65_536

/** Judges a notification; with several faults, any of their codes will do. */
export function readNotification(received: Received): NotificationReading {
  const refusals = new Set<string>()
  const { secrets, now } = received
  const pairs = queryPairs(received.query)
  const ids = pairs.filter(([name]) => name === 'data.id').map(([, value]) => value)
  const [header, requestId, dataId] = [received.signature, received.requestId, ids].map((value) => {
    if (Array.isArray(value) && value.length > 1) refusals.add('webhook_malformed')
    return (Array.isArray(value) ? value[0] : value) || undefined
  })

  const { ts, v1 } = signatureIn(header ?? '', refusals)
  const isSigned = secrets.some((secret) =>
    [dataId, dataId?.toLowerCase()].some((id) => digest(secret, id, requestId, ts) === v1),
  )
  if (!isSigned) refusals.add('webhook_mismatch')
  const sentAtMs = Number(ts) * (Number(ts) < 1e11 ? 1000 : 1)
  const body = objectIn(received.body)
  if (body === undefined) refusals.add('webhook_malformed')
  const { data, type, action, user_id: userId } = body ?? {}
  const saidId =
    typeof data === 'object' && data !== null ? idOf(Reflect.get(data, 'id')) : undefined
  const isSame = saidId?.toLowerCase() === dataId?.toLowerCase()
  const named = (wanted: string) => wordOf(pairs.find(([name]) => name === wanted)?.[1])
  const topic = wordOf(type) ?? named('type') ?? named('topic')
  if (topic === 'mp-connect' && dataId !== undefined && !isSame) refusals.add('webhook_mismatch')
  const isWithdrawal = topic === 'mp-connect' && action === 'application.deauthorized'
  const ageMs = now.getTime() - sentAtMs
  const isKnown = Math.abs(sentAtMs) <= 8.64e15
  const isOld = ageMs > maxAgeMs && !isWithdrawal
  if (!isKnown || isOld || ageMs < -maxAgeMs) refusals.add('webhook_stale')
  return {
    refusals,
    dataId,
    requestId,
    sentAtMs,
    withdrawn: isWithdrawal ? idOf(userId) : undefined,
  }
}

/** `ts=<digits>,v1=<hex>`, each once, with whatever else between commas. */
function signatureIn(header: string, refusals: Set<string>): { ts: string; v1: string } {
  if (header.trim() === '') refusals.add('webhook_unsigned')
  const values = (name: string) =>
    header
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part.split('=')[0] === name && part.includes('='))
      .map((part) => part.slice(name.length + 1))
  const [times, digests] = [values('ts'), values('v1')]
  const [ts = ''] = times
  const isWhole = times.length === 1 && digests.length === 1 && /^[0-9]{1,16}$/.test(ts)
  if (!isWhole) refusals.add('webhook_malformed')
  return { ts, v1: digests[0] ?? '' }
}

/** By the documented template; a pair whose value is missing is dropped. */
function digest(
  secret: string,
  id: string | undefined,
  requestId: string | undefined,
  ts: string,
): string {
  const pairs = { id, 'request-id': requestId, ts }
  const manifest = Object.entries(pairs)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}:${value};`)
  return createHmac('sha256', secret).update(manifest.join('')).digest('hex')
}

function objectIn(body: unknown): Record<string, unknown> | undefined {
  const isText = typeof body === 'string' || Buffer.isBuffer(body)
  const value = isText ? parsedJson(Buffer.from(body as string)) : body
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function parsedJson(bytes: Buffer): unknown {
  if (bytes.length > mostBytes) return undefined
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  return wordOf(value)
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(value) ? value : undefined
}
