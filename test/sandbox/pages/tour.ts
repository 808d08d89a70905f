import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { authorizationUrl, exchange, parameter, redirectUri } from '../wire.ts'

const ana = 700100001

/** A page, and where it is once the sandbox has seen something. */
export interface Stop {
  name: string
  url: (sandbox: Sandbox) => string
  status?: number
}

/** Every page of the sandbox. */
export const stops: readonly Stop[] = [
  { name: 'home', url: ({ url }) => `${url}/` },
  { name: 'consent', url: (sandbox) => authorizationUrl(sandbox) },
  {
    name: 'refusal',
    url: (sandbox) => authorizationUrl(sandbox, { redirect_uri: `${redirectUri}/` }),
    status: 400,
  },
  { name: 'gone', url: ({ url }) => `${url}/authorization/consent?id=none`, status: 400 },
  { name: 'connected', url: ({ url }) => `${url}/sellers/${ana}/applications` },
  { name: 'connected-none', url: ({ url }) => `${url}/sellers/700300003/applications` },
]

/** A sandbox in which something has happened already, so that no page is empty. */
export async function livelySandbox(): Promise<Sandbox> {
  const sandbox = await createSandbox({
    applications: [{ redirectUris: [redirectUri] }],
    startAt: new Date('2026-03-09T07:30:00Z'),
  })
  const code = parameter(await sandbox.approve(authorizationUrl(sandbox)), 'code')
  await (await exchange(sandbox, code)).text()
  return sandbox
}
