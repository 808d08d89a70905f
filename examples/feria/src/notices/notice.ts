import type { IncomingMessage, ServerResponse } from 'node:http'
import Cookies from 'cookies'

/** What came of what the reader just did. The words are those of the page that shows it. */
export type Notice = 'linked' | 'alreadyLinked' | 'renewed' | 'disconnected' | 'cancelled'

const name = 'feria-notice'
const lifeMs = 60_000

/** Which page shows it: that of a seller, or else the home page. */
interface Place {
  sellerId?: string
}

/** Leaves a notice for the next page, in a cookie: the address of that page stays as it is. */
export function leaveNotice(
  req: IncomingMessage,
  res: ServerResponse,
  notice: Notice,
  { sellerId = '' }: Place = {},
): void {
  new Cookies(req, res).set(name, `${notice}.${sellerId}`, { maxAge: lifeMs, sameSite: 'lax' })
}

/** The notice that was left for this page. It is shown once. */
export function takeNotice(
  req: IncomingMessage,
  res: ServerResponse,
  { sellerId = '' }: Place = {},
): Notice | undefined {
  const cookies = new Cookies(req, res)
  const [notice = '', place = ''] = cookies.get(name)?.split('.') ?? []
  if (place !== sellerId || !isNotice(notice)) return undefined
  cookies.set(name, null, { sameSite: 'lax' })
  return notice
}

const all: readonly string[] = [
  'linked',
  'alreadyLinked',
  'renewed',
  'disconnected',
  'cancelled',
] satisfies Notice[]

/** Anything may be in a cookie. */
function isNotice(text: string): text is Notice {
  return all.includes(text)
}
