import { createClient as openFile } from '@libsql/client'
import { optionsFromEnv, SellerTokens } from 'mercadopago-oauth'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { Browser } from '../helpers/browser.ts'
import type { SandboxCommand } from './sandbox-command.ts'

const seller = 700200002

/** What a shop owner sees of a running app: where the link ends, and what the app's own page says of it. */
export async function linkVisit(origin: string, sandbox: SandboxCommand): Promise<object> {
  const shop = new Browser(origin)
  await shop.get('/sign-in', { method: 'POST' })
  const visitor = await new Browser(origin).get('/mercadopago/connect')
  const begun = await shop.get('/mercadopago/connect?returnTo=/sellers')
  const back = await sandbox.approve(begun.headers.get('location') ?? '', seller)
  const { pathname, search } = new URL(back)
  const { status, headers } = await shop.get(pathname + search)
  const { body } = await shop.get(headers.get('location') ?? '')
  return {
    visitor: [visitor.status, visitor.headers.get('location')],
    linked: [status, headers.get('location')],
    page: JSON.parse(body).map(({ sellerId, state }: Record<string, unknown>) => [sellerId, state]),
  }
}

/** Whose the token is that the file holds, as the sandbox says: the app has ended, and its tokens are kept. */
export async function keptSeller(file: string, { env }: SandboxCommand): Promise<string> {
  const client = openFile({ url: `file:${file}` })
  try {
    const store = new SqliteTokenStore({ client })
    const sellers = new SellerTokens({ ...optionsFromEnv(env), store })
    return (await sellers.client.userInfo(await sellers.accessToken(`${seller}`))).id
  } finally {
    client.close()
  }
}

/** What is to come of both. */
export const linkedSeller = {
  page: [[`${seller}`, 'linked']],
  linked: [302, '/sellers'],
  id: `${seller}`,
}
