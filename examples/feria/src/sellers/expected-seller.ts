import type { IncomingMessage } from 'node:http'

/** The only seller who may come back: the one that a page sent to link again. Without one, any. */
export function expectedSellerId({ url = '' }: Pick<IncomingMessage, 'url'>): string | undefined {
  return /\?seller=(\d{1,32})$/.exec(url)?.[1]
}
