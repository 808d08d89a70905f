import { run } from './command-line.ts'

/** One run of `mercadopago-oauth doctor`. */
export interface Visit {
  exitCode: number | null
  stdout: string
  stderr: string
  /** The lines of one check, without its name: `fault  What. Why. What to do.` */
  linesOf(check: string): string[]
}

/** An application with nothing wrong about it. */
export const healthy = {
  MERCADOPAGO_CLIENT_ID: '4400123456789012',
  MERCADOPAGO_CLIENT_SECRET: 'FeriaSandboxSecretNotARealSecret',
  MERCADOPAGO_REDIRECT_URI: 'https://shop.example/callback',
  MERCADOPAGO_ENCRYPTION_KEYS: 'RoCFh6i0dX5pwl24s2i5TzDqv8JmgD1pCg9hZxVuN1c=',
  MERCADOPAGO_COOKIE_SECRETS: 'canary-cookie-secret-0123456789abcdef',
  MERCADOPAGO_WEBHOOK_SECRET: 'canary-webhook-secret',
}

/** Runs the doctor in an environment of its own; a variable that is `undefined` is not there. */
export async function visit(
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Visit> {
  const { code, stdout, stderr } = await run(['doctor', ...args], { ...healthy, ...changes })
  return {
    exitCode: code,
    stdout,
    stderr,
    linesOf: (check) =>
      stdout.split('\n').flatMap((line) => {
        const [, verdict, name, said] = /^(\w+) +([\w-]+): (.*)$/.exec(line) ?? []
        return name === check ? [`${verdict}  ${said}`] : []
      }),
  }
}

/** A `NODE_OPTIONS` that runs some code before the command. */
export function preload(code: string): string {
  return `--import=data:text/javascript,${encodeURIComponent(code)}`
}

/** No name resolves: what is meant for a real host cannot leave this machine. */
export const withoutNames = preload(`
  import dns from 'node:dns'
  dns.lookup = (name, options, done) =>
    process.nextTick(done, Object.assign(new Error(), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }))
`)
