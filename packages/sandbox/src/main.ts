#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { appLines } from './app-lines.ts'
import { assertOption } from './option.ts'
import type { PkceSetting } from './registry/application.ts'
import {
  defaultClientId,
  defaultClientSecret,
  defaultWebhookSecret,
} from './registry/default-application.ts'
import { createSandbox, type Sandbox } from './sandbox.ts'
import { switchTable } from './switches/switch-table.ts'

const help = `A local Mercado Pago OAuth server for development and tests.

Usage: mercadopago-oauth-sandbox [options]

Where it listens:
  --port <number>         default 4400; 0 takes any free port
  --host <address>        default 127.0.0.1, this machine only; 0.0.0.0 in a container

The application:
  --client-id <digits>    default ${defaultClientId}
  --redirect-uri <url>    a registered redirect URI; repeat it for several
  --pkce <setting>        required (default), optional or off
  --webhook-url <url>     where to send notifications; default nowhere
  --start-url <url>       where linking begins in the app, to run an attempt again with one press

How it behaves:
  --switch <name=value>   set a switch; repeat it for several
  --switches              list the switches and exit
  --profile <file>        set the switches to what "mercadopago-oauth verify-live" observed on the
                          real service; --switch takes precedence
  --state <file>          keep tokens, applications and switches in this file for the next start;
                          these options take precedence over the file
  --help

Secrets come from the environment, because every process can read arguments. The client secret is
SANDBOX_CLIENT_SECRET, by default ${defaultClientSecret}.
SANDBOX_WEBHOOK_SECRET signs notifications, by default ${defaultWebhookSecret}.

Example:
  mercadopago-oauth-sandbox --redirect-uri http://localhost:3000/callback --switch denial=silent`

/** The text to print, or a sandbox that runs until a signal. */
async function start(): Promise<Sandbox | string> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4400' },
      host: { type: 'string', default: '127.0.0.1' },
      'client-id': { type: 'string' },
      'redirect-uri': { type: 'string', multiple: true },
      pkce: { type: 'string' },
      'webhook-url': { type: 'string' },
      'start-url': { type: 'string' },
      switch: { type: 'string', multiple: true, default: [] },
      switches: { type: 'boolean', default: false },
      profile: { type: 'string' },
      state: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return help
  if (values.switches) return listOfSwitches()
  const { SANDBOX_CLIENT_SECRET, SANDBOX_WEBHOOK_SECRET } = process.env
  const application = given({
    clientId: values['client-id'],
    clientSecret: SANDBOX_CLIENT_SECRET || undefined,
    redirectUris: values['redirect-uri'],
    // createSandbox() checks it.
    pkce: values.pkce as PkceSetting | undefined,
    webhookUrl: values['webhook-url'],
    startUrl: values['start-url'],
    webhookSecret: SANDBOX_WEBHOOK_SECRET || undefined,
  })
  const isGiven = Object.keys(application).length > 0
  return createSandbox({
    port: Number(values.port),
    host: values.host,
    switches: switchesOf(values.switch),
    ...given({
      stateFile: values.state,
      profile: values.profile,
      applications: isGiven ? [application] : undefined,
    }),
  })
}

/** Without what was not given: an option that is there goes before the state file. */
function given<Options extends object>(
  options: Options,
): { [Name in keyof Options]?: NonNullable<Options[Name]> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Name in keyof Options]?: NonNullable<Options[Name]> }
}

function switchesOf(assignments: readonly string[]): object {
  const pairs = assignments.map((assignment): [string, string] => {
    const [, name, value] = /^(\w+)=(.+)$/.exec(assignment) ?? []
    assertOption(name !== undefined && value !== undefined, '--switch', 'name=value')
    return [name, value]
  })
  return Object.fromEntries(pairs)
}

function listOfSwitches(): string {
  const lines = Object.entries(switchTable).map(
    ([name, { values, meaning }]) => `${name}=${values.join('|')}\n    ${meaning}`,
  )
  return `${lines.join('\n')}\n\nThe first value is the default.`
}

try {
  const started = await start()
  if (typeof started === 'string') console.log(started)
  else {
    const stop = (): void => void started.close()
    process.once('SIGINT', stop).once('SIGTERM', stop)
    console.log(`Mercado Pago sandbox ready at ${started.url}`)
    console.log(`Control room: ${started.url}/sandbox`)
    for (const line of appLines(started.url, started.application)) console.log(line)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
