import { sandboxApplication, type Variables } from './env-file.ts'
import type { Project } from './project.ts'
import type { Setup } from './setup.ts'

/** What is left to do once the files are written, as lines to print. */
export interface NextSteps {
  readonly toDo: readonly string[]
  /** Commands, in the order in which they are run. */
  readonly commands: readonly string[]
  /** Where a signed-in user begins to link. */
  readonly open: string
}

/** What to run next. */
export function nextSteps(project: Project, setup: Setup, variables: Variables): NextSteps {
  const { MERCADOPAGO_REDIRECT_URI: redirectUri = '', MERCADOPAGO_SANDBOX: sandbox } = variables
  return {
    toDo: [...setup.toDo, ...(sandbox ? [] : [realOne])],
    commands: [
      ...installCommands(project, setup),
      ...(sandbox ? [sandboxCommand(sandbox, redirectUri, variables)] : []),
      setup.start,
    ],
    open: new URL('/mercadopago/connect', redirectUri).href,
  }
}

const realOne =
  'Your .env has its own application, so sellers link at the real Mercado Pago. For a sandbox, set MERCADOPAGO_SANDBOX.'

function installCommands(project: Project, setup: Setup): string[] {
  const { dependencies, install, isTypeScript } = project
  const missing = (names: readonly string[]) => names.filter((name) => !dependencies.has(name))
  const packages = missing(setup.packages)
  const types = isTypeScript ? missing(setup.typePackages ?? []) : []
  return [
    ...(packages.length === 0 ? [] : [`${install} ${packages.join(' ')}`]),
    ...(types.length === 0 ? [] : [`${install} -D ${types.join(' ')}`]),
  ]
}

const sandboxPort = '4400'

function sandboxCommand(sandbox: string, redirectUri: string, variables: Variables): string {
  const { port } = new URL(sandbox)
  const { MERCADOPAGO_CLIENT_ID: clientId = '' } = variables
  return [
    `npx mercadopago-oauth-sandbox --redirect-uri ${redirectUri}`,
    ...(port === sandboxPort ? [] : [`--port ${port || '80'}`]),
    ...(clientId === sandboxApplication.MERCADOPAGO_CLIENT_ID ? [] : [`--client-id ${clientId}`]),
  ].join(' ')
}
