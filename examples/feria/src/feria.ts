import { createClient, type SellerTokens } from 'mercadopago-oauth'
import { openEncryptionKeys } from './encryption-keys.ts'
import { readFailure } from './failure.ts'
import { type Listener, listenOnLoopback } from './loopback.ts'
import { joinSandbox, type MercadoPago, realMercadoPago, startSandbox } from './mercado-pago.ts'
import { type AssertOwnForm, createOwnForms } from './own-forms.ts'
import { createPages, type Pages } from './pages.ts'
import { Profiles } from './profiles.ts'
import { openSellerStore } from './seller-store.ts'
import { openSellers } from './sellers.ts'
import { readSettings, type Settings } from './settings.ts'
import { type Sweeps, startSweeps } from './sweeps.ts'

/** The marketplace that the sample apps build: everything but the linking itself. */
export interface Feria {
  /** Known to the real Mercado Pago, or to the sandbox in its place. */
  readonly application: MercadoPago['application']
  /** The linked sellers, in the store that the environment names. */
  readonly sellers: SellerTokens
  readonly pages: Pages
  readonly assertOwnForm: AssertOwnForm
  /** Gives the requests to the app, prints where it is, and renews whoever is due. Ctrl-C ends it. */
  serve(listener: Listener): void
}

/** Reads the environment, takes the ports, opens the store. What is wrong there ends the process with one sentence. */
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
  const mercadoPago = await openMercadoPago(settings, `${url}/mercadopago/callback`)
  const { application, sandboxUrl } = mercadoPago
  const { store, close } = await openSellerStore(settings.storage)
  const encryptionKeys = await openEncryptionKeys(settings)
  const sellers = await openSellers({ application, store, encryptionKeys })
  // Absolute, on the host that the seller comes back to: the attempt's cookie must be there.
  const connectUrl = new URL('/mercadopago/connect', application.redirectUri)
  const profiles = new Profiles(createClient(application), sellers)

  async function end(sweeps: Sweeps): Promise<void> {
    await loopback.close()
    // A renewal under way still needs Mercado Pago and the store.
    await Promise.all([sweeps.end(), sellers.close()])
    await close()
    await mercadoPago.close()
  }
  return {
    application,
    sellers,
    pages: createPages({ connectUrl: connectUrl.href, sandboxUrl }, profiles),
    assertOwnForm: createOwnForms([
      connectUrl.origin,
      ...['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${loopback.port}`),
    ]),
    serve(listener) {
      loopback.serve(listener)
      const where = sandboxUrl ? `sandbox ${sandboxUrl}` : 'the real Mercado Pago'
      console.log(`Feria is ready: ${url} (${where})`)
      const sweeps = startSweeps(sellers)
      onSignal(() => end(sweeps))
    },
  }
}

async function openMercadoPago(settings: Settings, redirectUri: string): Promise<MercadoPago> {
  const { application, sandboxPort, sandboxUrl } = settings
  if (application !== undefined) return realMercadoPago(application)
  if (sandboxUrl !== undefined) return await joinSandbox(sandboxUrl, redirectUri)
  return await take('SANDBOX_PORT', sandboxPort, (port) => startSandbox(port, redirectUri))
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

/** Nothing else keeps the process alive, so that it then ends with 0. */
function onSignal(end: () => Promise<void>): void {
  function endOrFail(): void {
    end().catch((error: unknown) => {
      readFailure(error)
      process.exit(1)
    })
  }
  process.once('SIGINT', endOrFail).once('SIGTERM', endOrFail)
}
