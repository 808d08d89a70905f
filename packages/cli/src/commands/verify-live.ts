import { type Command, command, type ExitCode, UsageError } from '../command.ts'
import type { CommandTerminal } from '../command-terminal.ts'
import { FailedError } from '../failure.ts'
import { isLoopback } from '../loopback.ts'
import { parsedUrl } from '../parsed-url.ts'
import { providerOf, providerOptions, sandboxOf } from '../provider.ts'
import {
  clientIdOf,
  clientIdOption,
  clientSecretOf,
  redirectUriOf,
  redirectUriOption,
} from '../settings.ts'
import { Browser } from '../verify/browser.ts'
import { Inbox } from '../verify/inbox.ts'
import { Listener } from '../verify/listener.ts'
import { Person } from '../verify/person.ts'
import { Report } from '../verify/report.ts'
import { ReportFile } from '../verify/report-file.ts'
import { Service } from '../verify/service.ts'
import type { Walker } from '../verify/step.ts'
import { steps } from '../verify/steps.ts'
import { walkThrough } from '../verify/walk.ts'

/** Sees what Mercado Pago's documents leave open. For people, never for CI. */
export const verifyLive: Command = command({
  name: 'verify-live',
  summary: 'with a test application: how the real Mercado Pago behaves where documents are silent',
  about: `Walks through the whole protocol with your own test application and two test users: you consent in
a browser, and it says what came back. Each step that may end a grant asks first. The report is a
profile for the sandbox (mercadopago-oauth-sandbox --profile) and has no secret in it. It takes about
ten minutes. docs/verify-live.md of the project explains each step.

If MERCADOPAGO_WEBHOOK_SECRET is set, only notifications that are signed with it count.`,
  options: {
    ...clientIdOption,
    ...redirectUriOption,
    'http-redirect-uri': {
      type: 'string',
      value: 'url',
      about: 'another registered redirect URI, with plain http',
    },
    'query-redirect-uri': {
      type: 'string',
      value: 'url',
      about: 'another registered redirect URI, with a query',
    },
    port: {
      type: 'string',
      value: 'number',
      about: 'where your redirect URI leads on this machine; default: its own port',
    },
    notifications: {
      type: 'boolean',
      about: 'the webhook of the application leads to the same port',
      default: false,
    },
    out: {
      type: 'string',
      value: 'file',
      about: 'write the report to this new file',
      default: 'mercadopago-profile.json',
    },
    country: providerOptions.country,
    sandbox: providerOptions.sandbox,
  },
  async run(values, _argument, terminal) {
    const { env, clock } = terminal
    assertPerson(terminal, sandboxOf({ sandbox: values.sandbox }, env))
    const clientId = clientIdOf(terminal, values['client-id'])
    const redirectUri = redirectUriOf(terminal, values['redirect-uri'])
    const port = portOf(values.port, redirectUri)
    if (values.notifications && port === undefined) {
      throw new UsageError('--notifications needs --port, where they arrive on this machine.')
    }
    const provider = await providerOf({ country: values.country, sandbox: values.sandbox }, env)
    const clientSecret = await clientSecretOf(terminal)
    const person = new Person(terminal)
    if (!(await person.says(agreement))) throw new FailedError('Nothing was done.')
    const file = await ReportFile.create(values.out)
    const inbox = new Inbox(env.MERCADOPAGO_WEBHOOK_SECRET || undefined, clock)
    const listener = port === undefined ? undefined : await Listener.on(port, inbox)
    try {
      const walker: Walker = {
        settings: {
          clientId,
          redirectUri,
          httpRedirectUri: values['http-redirect-uri'],
          queryRedirectUri: values['query-redirect-uri'],
        },
        person,
        browser: new Browser({ clientId, redirectUri, provider, person, listener }),
        service: new Service({ provider, clientId, clientSecret, env }),
        inbox: values.notifications ? inbox : undefined,
        clock,
      }
      const report = new Report(provider, clock())
      await walkThrough(steps, {
        walker,
        report,
        signal: terminal.interruption(),
        changed: () => file.write(report),
      })
      return tell(terminal, report, values.out)
    } finally {
      await listener?.close()
      await file.close()
    }
  },
})

const agreement =
  'This spends codes, renews tokens and ends grants. Is it a test application, with test users alone?'

/** It is for a person at a terminal: against the real service never in CI. */
function assertPerson({ env, isInteractive }: CommandTerminal, sandbox: string | undefined): void {
  if (!isInteractive) throw new UsageError('verify-live asks a person: run it on a terminal.')
  if (sandbox === undefined && env.CI && env.CI !== 'false') {
    throw new UsageError('verify-live never runs in CI against the real service (CI is set).')
  }
}

/** Where to listen; `undefined`: the person pastes addresses. */
function portOf(value: string | undefined, redirectUri: string): number | undefined {
  if (value !== undefined) {
    const port = Number(value)
    if (/^\d{1,5}$/.test(value) && port >= 1 && port <= 65_535) return port
    throw new UsageError('--port must be a whole number from 1 to 65535.')
  }
  const url = parsedUrl(redirectUri)
  if (url === undefined || url.protocol !== 'http:' || !isLoopback(url)) return undefined
  return Number(url.port || 80)
}

function tell(terminal: CommandTerminal, report: Report, path: string): ExitCode {
  if (terminal.json) terminal.outJson(report)
  else {
    for (const { name, position = 'not seen', said } of report.sightings()) {
      terminal.out(`${name.padEnd(26)}  ${position.padEnd(19)}  ${said}`)
    }
  }
  if (report.isComplete) terminal.err(`The report is in ${path}.`)
  else terminal.err(`The walk ended early: the report in ${path} says where, and is partial.`)
  return report.isComplete ? 0 : 1
}
