import type { Terminal } from 'mercadopago-oauth-cli'
import { type Outcome, run } from './command-line.ts'
import { runProcess } from './command-process.ts'

/** One run of `mercadopago-oauth doctor`. */
export interface Visit {
  exitCode: number | null
  stdout: string
  stderr: string
  /** The lines of one check, the worst first, without its name: `fault  What. Why. What to do.` */
  linesOf(check: string): string[]
}

/** Environment variables of a run; one that is `undefined` is not set. */
export type Changes = Readonly<Record<string, string | undefined>>

/** An application with nothing wrong about it. */
export const healthy = {
  MERCADOPAGO_CLIENT_ID: '4400123456789012',
  MERCADOPAGO_CLIENT_SECRET: 'FeriaSandboxSecretNotARealSecret',
  MERCADOPAGO_REDIRECT_URI: 'https://shop.example/callback',
  MERCADOPAGO_ENCRYPTION_KEYS: 'RoCFh6i0dX5pwl24s2i5TzDqv8JmgD1pCg9hZxVuN1c=',
  MERCADOPAGO_COOKIE_SECRETS: 'canary-cookie-secret-0123456789abcdef',
  MERCADOPAGO_WEBHOOK_SECRET: 'canary-webhook-secret',
}

/** Runs the doctor for the healthy application with these changes. */
export async function visit(
  args: readonly string[],
  changes: Changes = {},
  terminal: Partial<Terminal> = {},
): Promise<Visit> {
  return visitOf(await run(['doctor', ...args], { ...healthy, ...changes }, terminal))
}

/** The same in a separate process: for settings that Node reads when it starts. */
export async function visitProcess(args: readonly string[], changes: Changes = {}): Promise<Visit> {
  return visitOf(await runProcess(['doctor', ...args], { ...healthy, ...changes }))
}

function visitOf({ code, stdout, stderr }: Outcome): Visit {
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
