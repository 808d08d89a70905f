#!/usr/bin/env node
import { parseArgs } from 'node:util'
import {
  defaultClientId,
  defaultClientSecret,
  defaultWebhookSecret,
  type PkceSetting,
} from './registry/application.ts'
import { createSandbox, type Sandbox } from './sandbox.ts'

const help = `A local Mercado Pago OAuth server for development and tests.

Usage: mercadopago-oauth-sandbox [options]

  --port <number>        default 4400; 0 takes any free port
  --host <address>       default 127.0.0.1, this machine only
  --client-id <digits>   default ${defaultClientId}
  --redirect-uri <url>   a registered redirect URI; repeat it for several
  --pkce <setting>       required (default), optional or off
  --webhook-url <url>    where to send notifications; default nowhere
  --help

The client secret is the value of SANDBOX_CLIENT_SECRET, else ${defaultClientSecret}.
Notifications are signed with SANDBOX_WEBHOOK_SECRET, else ${defaultWebhookSecret}.`

/** Starts what the command line asks for; nothing when it asks for help. */
async function start(): Promise<Sandbox | undefined> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4400' },
      host: { type: 'string', default: '127.0.0.1' },
      'client-id': { type: 'string', default: defaultClientId },
      'redirect-uri': { type: 'string', multiple: true, default: [] },
      pkce: { type: 'string', default: 'required' },
      'webhook-url': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  return createSandbox({
    port: Number(values.port),
    host: values.host,
    applications: [
      {
        clientId: values['client-id'],
        // Not an argument: every process on the machine can read those.
        clientSecret: process.env.SANDBOX_CLIENT_SECRET || defaultClientSecret,
        redirectUris: values['redirect-uri'],
        // createSandbox() checks it.
        pkce: values.pkce as PkceSetting,
        webhookUrl: values['webhook-url'],
        webhookSecret: process.env.SANDBOX_WEBHOOK_SECRET || defaultWebhookSecret,
      },
    ],
  })
}

try {
  const sandbox = await start()
  if (sandbox) {
    const stop = (): void => void sandbox.close()
    process.once('SIGINT', stop).once('SIGTERM', stop)
  }
  console.log(sandbox ? `Mercado Pago sandbox ready at ${sandbox.url}` : help)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
