import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { wso2Provider } from 'mercadopago-oauth'
import type { PkceStrategyOptions } from 'passport-mercadopago'

/** The server that people sign in at, and how it knows this app. */
export interface IdentityServer {
  /** For the strategy. */
  readonly settings: Omit<PkceStrategyOptions, 'passReqToCallback'>
  /** For people. */
  readonly name: string
  close(): Promise<void>
}

/**
 * The real server that the environment names; without one, a sandbox in this process.
 *
 * @throws Error whose message names the variable to set.
 */
export async function openIdentityServer(
  env: NodeJS.ProcessEnv,
  callbackURL: string,
): Promise<IdentityServer> {
  const given = ['WSO2_BASE_URL', 'WSO2_CLIENT_ID', 'WSO2_CLIENT_SECRET'].filter((one) => env[one])
  return given.length === 0 ? await startSandbox(env, callbackURL) : realServer(env, callbackURL)
}

function realServer(env: NodeJS.ProcessEnv, callbackURL: string): IdentityServer {
  const baseUrl = required(env, 'WSO2_BASE_URL')
  const { WSO2_TENANT: tenant, WSO2_CA_FILE: caFile } = env
  return {
    settings: {
      clientID: required(env, 'WSO2_CLIENT_ID'),
      clientSecret: required(env, 'WSO2_CLIENT_SECRET'),
      callbackURL,
      provider: orNamed('WSO2_BASE_URL', () =>
        wso2Provider({ baseUrl, ...(tenant && { tenant }) }),
      ),
      // A WSO2 server is delivered with a certificate that no public authority vouches for.
      ...(caFile && {
        agent: orNamed('WSO2_CA_FILE', () => new Agent({ ca: readFileSync(caFile) })),
      }),
    },
    name: baseUrl,
    close: async () => {},
  }
}

/** Forgets everybody when it ends. */
async function startSandbox(env: NodeJS.ProcessEnv, callbackURL: string): Promise<IdentityServer> {
  // Half of what the app would load, and only for this.
  const { createWso2Sandbox } = await import('mercadopago-oauth-sandbox')
  const tenant = env.WSO2_TENANT ? { tenant: env.WSO2_TENANT } : {}
  const applications = [{ name: 'Feria', redirectUris: [callbackURL] }]
  const sandbox = await createWso2Sandbox({ applications, ...tenant })
  const { clientId, clientSecret } = sandbox.application
  const provider = wso2Provider({ baseUrl: sandbox.baseUrl, ...tenant })
  return {
    settings: { clientID: clientId, clientSecret, callbackURL, provider },
    name: `sandbox ${sandbox.url}`,
    close: () => sandbox.close(),
  }
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name]
  if (value) return value
  throw new Error(
    `${name} is missing: set WSO2_BASE_URL, WSO2_CLIENT_ID and WSO2_CLIENT_SECRET, or none of them to use the sandbox.`,
  )
}

/** What `make` gives, or why not, with the variable to look at. */
function orNamed<T>(variable: string, make: () => T): T {
  try {
    return make()
  } catch (cause) {
    throw new Error(`${variable}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
