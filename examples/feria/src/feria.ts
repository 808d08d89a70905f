import { mercadoPago, type Provider } from 'mercadopago-oauth'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { type Listener, type Loopback, listenOnLoopback } from './loopback.ts'
import { createPages, type Pages } from './pages.ts'
import { type ApplicationSettings, readSettings } from './settings.ts'

/** The marketplace that the sample apps build: everything but the linking itself. */
export interface Feria extends ApplicationSettings {
  /** The real Mercado Pago, or the sandbox in its place. */
  readonly provider: Provider
  readonly pages: Pages
  /** Gives the requests to the app, and prints where it is. Ctrl-C ends it. */
  serve(listener: Listener): void
}

/** Reads the environment and takes the ports. What is wrong there ends the process with one sentence. */
export async function openFeria(env: NodeJS.ProcessEnv = process.env): Promise<Feria> {
  try {
    return await open(env)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

async function open(env: NodeJS.ProcessEnv): Promise<Feria> {
  const settings = readSettings(env)
  const loopback = await take('PORT', settings.port, listenOnLoopback)
  const url = `http://localhost:${loopback.port}`
  const { sandbox, ...application }: MaybeInSandbox =
    settings.application ?? (await startSandbox(settings.sandboxPort, url))
  endOnSignal(loopback, sandbox)
  return {
    ...application,
    provider: { ...mercadoPago(), ...sandbox?.endpoints },
    pages: createPages({
      // Absolute, on the host that the seller comes back to: the attempt's cookie must be there.
      connectUrl: new URL('/mercadopago/connect', application.redirectUri).href,
      sandboxUrl: sandbox?.url,
    }),
    serve(listener) {
      loopback.serve(listener)
      const where = sandbox ? `sandbox ${sandbox.url}` : 'the real Mercado Pago'
      console.log(`Feria is ready: ${url} (${where})`)
    },
  }
}

interface MaybeInSandbox extends ApplicationSettings {
  sandbox?: Sandbox
}

async function startSandbox(port: number, appUrl: string): Promise<MaybeInSandbox> {
  const redirectUri = `${appUrl}/mercadopago/callback`
  const applications = [{ redirectUris: [redirectUri] }]
  const sandbox = await take('SANDBOX_PORT', port, () => createSandbox({ port, applications }))
  const { clientId, clientSecret } = sandbox.application
  return { clientId, clientSecret, redirectUri, sandbox }
}

/** Listens by `listen`; says which variable to change when the port cannot be had. */
async function take<T>(
  variable: string,
  port: number,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await listen(port)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`
    throw new Error(`Port ${port} ${why}: set ${variable} to another one.`, { cause })
  }
}

function endOnSignal(loopback: Loopback, sandbox: Sandbox | undefined): void {
  function end(): void {
    // Nothing else keeps the process alive, so that it then ends with 0.
    void Promise.all([loopback.close(), sandbox?.close()])
  }
  process.once('SIGINT', end).once('SIGTERM', end)
}
