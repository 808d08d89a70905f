import { openClient } from '../application.ts'
import { type Command, command, type Terminal, UsageError } from '../command.ts'
import { examine } from '../doctor/examine.ts'
import { type Finding, lineOf } from '../doctor/finding.ts'
import type { DoctorSettings } from '../doctor/settings.ts'
import { isInMemory } from '../doctor/store.ts'
import { providerOptions, providerUsage } from '../provider.ts'
import { storeAddressOf, storeNamesOf, storeOptions, storeUsage } from '../settings.ts'

/** Answers why it does not link. */
export const doctor: Command = command({
  name: 'doctor',
  summary: 'why it does not link: looks at settings, hosts, credentials and the store',
  usage: `Usage: mercadopago-oauth doctor [options]

Looks at everything that keeps sellers from linking, and says of each finding why it matters and
what to do. It needs no seller: the token endpoint is offered a made-up code, the store a record
that is removed again. Nothing that can be spent is sent.

  --client-id <id>      or MERCADOPAGO_CLIENT_ID
  --redirect-uri <url>  or MERCADOPAGO_REDIRECT_URI
  --expect-redirect-uri <url>
                        what it should be: that of the panel, or of another environment
  --site-id <id>        the site of the sellers, such as MLA
  --environment <e>     as the application gives it to SellerTokens, if it does
  --timeout-ms <ms>     for one request; default 5000
${providerUsage}
${storeUsage}
  --json                an array of { check, verdict, what, why, todo }

Read from the environment, each if the app uses it: MERCADOPAGO_CLIENT_SECRET,
MERCADOPAGO_ENCRYPTION_KEYS, MERCADOPAGO_COOKIE_SECRETS, MERCADOPAGO_WEBHOOK_SECRET.

A verdict is ok, warning, fault or unknown. Only faults make the exit code 1.`,
  options: {
    ...providerOptions,
    ...storeOptions,
    'client-id': { type: 'string' },
    'redirect-uri': { type: 'string' },
    'expect-redirect-uri': { type: 'string' },
    'site-id': { type: 'string' },
    environment: { type: 'string' },
    'timeout-ms': { type: 'string', default: '5000' },
  },
  async run(values, _positionals, terminal) {
    const { env } = terminal
    // A client checks the provider, too.
    const { provider } = await openClient(terminal, values, {})
    const settings: DoctorSettings = {
      clientId: values['client-id'] ?? env.MERCADOPAGO_CLIENT_ID,
      clientSecret: env.MERCADOPAGO_CLIENT_SECRET,
      redirectUri: values['redirect-uri'] ?? env.MERCADOPAGO_REDIRECT_URI,
      expectedRedirectUri: values['expect-redirect-uri'],
      encryptionKeys: env.MERCADOPAGO_ENCRYPTION_KEYS,
      cookieSecrets: env.MERCADOPAGO_COOKIE_SECRETS,
      webhookSecret: env.MERCADOPAGO_WEBHOOK_SECRET,
      provider,
      country: values.country?.toUpperCase(),
      siteId: values['site-id']?.toUpperCase(),
      store: storeOf(terminal, values.store),
      storeNames: storeNamesOf(values),
      environment: values.environment,
      timeoutMs: millisecondsOf(values['timeout-ms']),
      nodeVersion: process.versions.node,
      checksCertificates: env.NODE_TLS_REJECT_UNAUTHORIZED !== '0',
      clock: terminal.clock,
    }
    return await report(terminal, examine(settings))
  },
})

/** Prints each finding as it comes, or all of them as one array. */
async function report(terminal: Terminal, examination: AsyncIterable<Finding>): Promise<number> {
  const findings: Finding[] = []
  for await (const finding of examination) {
    findings.push(finding)
    if (!terminal.json) terminal.out(lineOf(finding))
  }
  if (terminal.json) terminal.out(JSON.stringify(findings))
  return findings.some(({ verdict }) => verdict === 'fault') ? 1 : 0
}

/** The address, unless it is an argument with a password in it, which everybody on the machine can read. */
function storeOf(terminal: Terminal, value: string | undefined): string | undefined {
  const given = value ?? terminal.env.MERCADOPAGO_STORE
  if (!given) return undefined
  if (!isInMemory(given)) storeAddressOf(terminal, value)
  return given
}

function millisecondsOf(text: string): number {
  const milliseconds = Number(text)
  if (Number.isInteger(milliseconds) && milliseconds >= 1 && milliseconds <= 600_000) {
    return milliseconds
  }
  throw new UsageError('--timeout-ms must be a whole number from 1 to 600000.')
}
