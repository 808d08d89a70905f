import { tmpdir } from 'node:os'
import { audit } from '../audit/audit.ts'
import { type PointResult, lineOf as resultLine } from '../audit/point.ts'
import { type Command, command, type ExitCode, UsageError } from '../command.ts'
import type { CommandTerminal } from '../command-terminal.ts'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import { printFindings } from '../doctor/report.ts'
import type { DoctorSettings } from '../doctor/settings.ts'
import { isInMemory } from '../doctor/store.ts'
import { watch } from '../doctor/watch.ts'
import { providerOf, providerOptions } from '../provider.ts'
import { renewBeforeDaysOf, sellerTokensOptions } from '../sellers.ts'
import {
  clientIdOption,
  redirectUriOption,
  storeAddressOf,
  storeNamesOf,
  storeOptions,
} from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

/** Finds out why sellers cannot link. */
export const doctor: Command = command({
  name: 'doctor',
  summary: 'why sellers cannot link: checks settings, hosts, credentials, store and renewals',
  about: `Checks what can keep sellers from linking. Each finding says why it matters and what to do.
It needs no seller: the token endpoint gets a made-up code, and the store a record that is removed
again. A finding is ok, warning, fault or unknown; only faults make the exit code 1.

It also reads MERCADOPAGO_CLIENT_SECRET, MERCADOPAGO_ENCRYPTION_KEYS, MERCADOPAGO_COOKIE_SECRETS and
MERCADOPAGO_WEBHOOK_SECRET. The worst comes first, and the last line says how many there are of each
kind. With --json it prints an array of { check, verdict, what, why, todo }.

With --watch it looks again until Ctrl-C, and prints all findings each time one has changed.

With --audit it checks instead, point by point, the security questions that integrators are asked.
Each point is ok, warning, failure or unknown, with what was looked at and what to do. A point that
cannot be checked is unknown, never ok. The exit code is 0 if all is ok, 1 with a failure, 3 with a
warning and no failure, 4 if nothing is worse than unknown. See docs/audit.md of the project.`,
  options: {
    audit: { type: 'boolean', about: 'check what an audit asks', default: false },
    watch: { type: 'boolean', about: 'look again until Ctrl-C', default: false },
    every: {
      type: 'string',
      value: 'seconds',
      about: 'with --watch: seconds from one look to the next',
      default: '30',
    },
    ...clientIdOption,
    ...redirectUriOption,
    'expect-redirect-uri': {
      type: 'string',
      value: 'url',
      about: 'what the redirect URI must equal, such as the one in the panel',
    },
    'site-id': { type: 'string', value: 'id', about: 'site of the sellers, such as MLA' },
    'timeout-ms': {
      type: 'string',
      value: 'number',
      about: 'milliseconds for one request',
      default: '5000',
    },
    ...storeOptions,
    ...sellerTokensOptions,
    ...providerOptions,
  },
  async run(values, _argument, terminal) {
    const { env } = terminal
    if (values.watch && (values.audit || terminal.json)) {
      throw new UsageError('--watch goes with neither --audit nor --json.')
    }
    const everyMs = wholeNumber(values.every, '--every', 1, 86_400) * 1000
    const settings: DoctorSettings = {
      clientId: values['client-id'] ?? env.MERCADOPAGO_CLIENT_ID,
      clientSecret: env.MERCADOPAGO_CLIENT_SECRET,
      redirectUri: values['redirect-uri'] ?? env.MERCADOPAGO_REDIRECT_URI,
      expectedRedirectUri: values['expect-redirect-uri'],
      encryptionKeys: env.MERCADOPAGO_ENCRYPTION_KEYS,
      cookieSecrets: env.MERCADOPAGO_COOKIE_SECRETS,
      webhookSecret: env.MERCADOPAGO_WEBHOOK_SECRET,
      provider: await providerOf(values, env),
      country: values.country?.toUpperCase(),
      siteId: values['site-id']?.toUpperCase(),
      store: storeOf(terminal, values.store),
      storeNames: storeNamesOf(values),
      environment: values.environment,
      renewBeforeDays: renewBeforeDaysOf(values['renew-before-days']),
      timeoutMs: wholeNumber(values['timeout-ms'], '--timeout-ms', 1, 600_000),
      nodeVersion: terminal.nodeVersion,
      env,
      temporaryFolder: env.TMPDIR || tmpdir(),
      checksCertificates: env.NODE_TLS_REJECT_UNAUTHORIZED !== '0',
      clock: terminal.clock,
    }
    if (values.audit) return await reportAudit(terminal, audit(settings))
    const findings = values.watch
      ? await watch(terminal, everyMs, () => examine(settings))
      : await report(terminal, examine(settings))
    return findings.some(({ verdict }) => verdict === 'fault') ? 1 : 0
  },
})

/** Prints the findings for people, or all of them as one array in the order of the checks. */
async function report(
  terminal: CommandTerminal,
  examination: AsyncIterable<Finding>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for await (const finding of examination) findings.push(finding)
  if (terminal.json) terminal.outJson(findings)
  else printFindings(terminal, findings)
  return findings
}

/** Prints each response as it comes, or all of them as one array. */
async function reportAudit(
  terminal: CommandTerminal,
  results: AsyncIterable<PointResult>,
): Promise<ExitCode> {
  const all: PointResult[] = []
  for await (const result of results) {
    all.push(result)
    if (!terminal.json) terminal.out(resultLine(result))
  }
  if (terminal.json) terminal.outJson(all)
  return severityOf(new Set(all.map(({ verdict }) => verdict)))
}

function severityOf(verdicts: ReadonlySet<PointResult['verdict']>): ExitCode {
  if (verdicts.has('failure')) return 1
  if (verdicts.has('warning')) return 3
  return verdicts.has('unknown') ? 4 : 0
}

/** The address, unless it is an argument with a password in it, which everybody on the machine can read. */
function storeOf(terminal: Terminal, value: string | undefined): string | undefined {
  const given = value ?? terminal.env.MERCADOPAGO_STORE
  if (!given) return undefined
  if (!isInMemory(given)) storeAddressOf(terminal, value)
  return given
}
