import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { authorizationUrl, exchange, parameter, redirectUri, tokenOf } from '../wire.ts'

const ana = 700100001
const joao = 700200002

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
  { name: 'activity', url: ({ url }) => `${url}/sandbox` },
  { name: 'clock', url: ({ url }) => `${url}/sandbox/clock` },
  { name: 'faults', url: ({ url }) => `${url}/sandbox/faults?done=1` },
  { name: 'applications', url: ({ url }) => `${url}/sandbox/applications` },
  { name: 'sellers', url: ({ url }) => `${url}/sandbox/sellers` },
  { name: 'switches', url: ({ url }) => `${url}/sandbox/switches` },
  { name: 'notifications', url: ({ url }) => `${url}/sandbox/notifications` },
]

/** A sandbox in which something has happened already, so that no page is empty. */
export async function livelySandbox(webhookUrl: string): Promise<Sandbox> {
  const sandbox = await createSandbox({
    applications: [
      {
        redirectUris: [redirectUri, 'http://localhost:3000/mercadopago/callback?shop=5'],
        webhookUrl,
      },
      { name: 'Panel Interno' },
    ],
    switches: { denial: 'silent', retryAfter: 'present' },
  })
  const code = parameter(await sandbox.approve(authorizationUrl(sandbox)), 'code')
  const token = await tokenOf(exchange(sandbox, code), 'access_token')
  await (await exchange(sandbox, code)).text()
  const headers = { authorization: `Bearer ${token}` }
  await (await fetch(sandbox.endpoints.userInfoEndpoint, { headers })).text()
  await (await fetch(authorizationUrl(sandbox))).text()
  await (
    await fetch(authorizationUrl(sandbox, { redirect_uri: 'https://feria.example/Callback' }))
  ).text()
  sandbox.fail('profile', 'server_error')
  await (await fetch(sandbox.endpoints.userInfoEndpoint, { headers })).text()
  await sandbox.approve(authorizationUrl(sandbox), { seller: joao })
  await sandbox.withdraw(joao)
  await sandbox.settled()
  sandbox.clock.advance({ days: 40, hours: 5 })
  sandbox.fail('token', 'rate_limited', { times: 2, grantType: 'refresh_token' })
  sandbox.fail('checkout', 'slow')
  return sandbox
}
