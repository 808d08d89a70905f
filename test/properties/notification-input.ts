import { createHmac } from 'node:crypto'
import { mutated, percentEncoded } from './mutation.ts'
import { type HeaderText, type NotificationText, webhookSecrets } from './notification-texts.ts'

/** What arrives. */
export interface NotificationInput {
  query: string
  signature: HeaderText
  requestId: HeaderText
  body: Buffer
  /** The digest that would be right for what was signed. */
  v1: string
}

/** The notification that comes of it at this time. */
export function notificationOf(text: NotificationText, now: Date): NotificationInput {
  const { dataId, query, requestId, signature, body } = text
  const ts = timeOf(text.ts, now)
  const v1 = digestOf(text, ts)
  const shown = spoilt(v1, text.digest)
  const fill = (template: string) => template.replaceAll('TS', ts).replaceAll('V1', shown)
  const steps = signature.steps.map((step) => ({ ...step, fragment: fill(step.fragment) }))
  return {
    v1,
    requestId,
    query: queryOf(query, dataId),
    signature: each(signature.header, (header) => mutated(fill(header), steps)),
    body: Buffer.from(
      mutated(body.template.replaceAll('"ID"', JSON.stringify(dataId)), body.steps),
      body.encoding,
    ),
  }
}

/** Changes every value of a header. */
export function each(header: HeaderText, change: (value: string) => string): HeaderText {
  if (header === undefined) return undefined
  return typeof header === 'string' ? change(header) : header.map(change)
}

function timeOf(ts: NotificationText['ts'], now: Date): string {
  if (typeof ts === 'string') return ts
  const timeMs = now.getTime() + ts.offsetMs
  return String(ts.unit === 'ms' ? timeMs : Math.floor(timeMs / 1000))
}

/** What the provider would sign: `id:<data.id>;request-id:<x-request-id>;ts:<ts>;`. */
function digestOf({ dataId, requestId, signed }: NotificationText, ts: string): string {
  const ids = {
    'lower case': dataId.toLowerCase(),
    'as said': dataId,
    'upper case': dataId.toUpperCase(),
    another: '7',
    none: '',
  }
  const said = typeof requestId === 'string' ? requestId : (requestId?.[0] ?? '')
  const requestIds = { 'as said': said, another: 'request-0', none: '' }
  const pairs = { id: ids[signed.id], 'request-id': requestIds[signed.requestId], ts }
  const manifest = Object.entries(pairs)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}:${value};`)
  return createHmac('sha256', webhookSecrets[signed.secret]).update(manifest.join('')).digest('hex')
}

function spoilt(v1: string, digest: NotificationText['digest']): string {
  switch (digest) {
    case 'kept':
      return v1
    case 'one digit':
      return v1.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    case 'upper case':
      return v1.toUpperCase()
    case 'cut':
      return v1.slice(0, 63)
    case 'longer':
      return `${v1}0`
    case 'no hex':
      return 'z'.repeat(64)
    case 'huge':
      return v1.repeat(2 ** 14)
    case 'empty':
      return ''
  }
}

function queryOf({ template, steps }: NotificationText['query'], dataId: string): string {
  const fill = (text: string) => text.replaceAll('ID', encodeURIComponent(dataId))
  const filled = steps.map((step) => ({ ...step, fragment: fill(step.fragment) }))
  // Nothing else can stand in the first line of a request.
  return mutated(fill(template), filled).replace(/[^\x21-\x7e]+|#/g, percentEncoded)
}
