import { type Command, command, UsageError } from '../command.ts'
import type { CommandTerminal } from '../command-terminal.ts'
import { FailedError } from '../failure.ts'
import { envFile, variablesOf } from '../init/env-file.ts'
import { setupOf } from '../init/frameworks/setups.ts'
import { gitIgnoreFile } from '../init/git-ignore.ts'
import { type NextSteps, nextSteps } from '../init/next-steps.ts'
import { type PlannedFile, sourceFile } from '../init/planned-file.ts'
import { readProject } from '../init/project.ts'
import { ProjectFolder } from '../init/project-folder.ts'
import type { Setup } from '../init/setup.ts'
import { parsedUrl } from '../parsed-url.ts'
import { wholeNumber } from '../whole-number.ts'

/** The first minutes with a project: everything is written here, and nothing is installed or sent. */
export const init: Command = command({
  name: 'init',
  summary: 'set up an Express, Koa, Nest, Next.js or Hono app, against the sandbox',
  about: `Writes the file that links sellers, for the framework that package.json lists. It also writes .env, with
a new encryption key and the application of the sandbox, and adds .env to .gitignore. Each file is
shown first, and what changes in one that exists; then it asks. The key is never shown.

Nothing is installed or sent, and nothing outside the folder is written. At the end it says what to run.`,
  argument: '[folder]',
  options: {
    framework: {
      type: 'string',
      value: 'name',
      about: 'express, koa, nest, next or hono, where package.json does not say it',
    },
    port: {
      type: 'string',
      value: 'number',
      about: 'port of your app, in the redirect URI',
      default: '3000',
    },
    sandbox: {
      type: 'string',
      value: 'url',
      about: 'address of the sandbox',
      default: 'http://localhost:4400',
    },
    yes: { type: 'boolean', about: 'do not ask', default: false },
  },
  async run(values, argument = '.', terminal) {
    if (!values.yes && !terminal.isInteractive) {
      throw new UsageError('There is no terminal to ask on: give --yes to confirm.')
    }
    const folder = await ProjectFolder.open(argument)
    const project = await readProject(folder.path, values.framework)
    const setup = setupOf(project)
    const env = envFile(await folder.read('.env'), {
      redirectUri: `http://localhost:${wholeNumber(values.port, '--port', 1, 65_535)}/mercadopago/callback`,
      sandbox: originOf(values.sandbox),
    })
    // `.gitignore` is written before the key.
    const ignore = gitIgnoreFile(await folder.read('.gitignore'))
    const files = [ignore, env, ...(await sourcesOf(folder, setup))]
    const states: Record<string, State> = {}
    for (const file of files) {
      states[file.path] = await settled(terminal, folder, file, values.yes)
    }
    if (states['.gitignore'] === 'skipped') terminal.err('Keep .env out of git: it holds a key.')
    report(terminal, states, nextSteps(project, setup, variablesOf(env.after)))
    return 0
  },
})

type State = 'written' | 'unchanged' | 'skipped'

async function sourcesOf(folder: ProjectFolder, { files }: Setup): Promise<PlannedFile[]> {
  const planned: PlannedFile[] = []
  for (const [path, text] of Object.entries(files)) {
    planned.push(sourceFile(path, await folder.read(path), text))
  }
  return planned
}

/** Shows a file, asks, and writes it. */
async function settled(
  terminal: CommandTerminal,
  folder: ProjectFolder,
  file: PlannedFile,
  isAgreed: boolean,
): Promise<State> {
  if (file.before === file.after) return 'unchanged'
  const isNew = file.before === undefined
  terminal.err(`${file.path} (${isNew ? 'new' : 'changed'}):`)
  for (const line of file.shown) terminal.err(`  ${line.replaceAll('\t', '  ')}`.trimEnd())
  terminal.err('')
  const question = `${isNew ? 'Write' : 'Change'} ${file.path}?`
  const isWanted = isAgreed || (await terminal.confirm(question))
  if (isWanted === undefined) throw new FailedError('Stopped: nothing more was written.')
  if (!isWanted) return 'skipped'
  await folder.write(file)
  return 'written'
}

/** Prints what was written and what is left to do. */
function report(
  terminal: CommandTerminal,
  states: Readonly<Record<string, State>>,
  next: NextSteps,
): void {
  if (terminal.json) {
    terminal.outJson({ files: states, next })
    return
  }
  const { toDo, commands, open } = next
  for (const [path, state] of Object.entries(states)) terminal.out(`${state.padEnd(9)}  ${path}`)
  for (const line of ['', ...toDo, '', 'Then run:']) terminal.out(line)
  for (const line of commands) terminal.out(`  ${line}`)
  for (const line of ['', `Open ${open} as a signed-in user.`]) terminal.out(line)
}

/** Without a path: what is typed goes into a file. */
function originOf(text: string): string {
  const url = parsedUrl(text)
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.origin
  throw new UsageError('--sandbox must be an absolute URL, such as http://localhost:4400.')
}
