import type { Project } from './project.ts'
import { awaitsTables } from './sellers-source.ts'
import { usesRequire } from './source-file.ts'

/** What a project gets for its framework. */
export interface Setup {
  /** Packages that the app needs when it runs. */
  readonly packages: readonly string[]
  /** Packages that only TypeScript needs. */
  readonly typePackages?: readonly string[]
  /** Source files by their path in the project. */
  readonly files: Readonly<Record<string, string>>
  /** What is left to the developer, as lines to print. */
  readonly toDo: readonly string[]
  /** How the app is started with the values of `.env`. */
  readonly start: string
}

/** The path of the file that links sellers, without the project folder. */
export function modulePath({ sources, isTypeScript }: Project): string {
  return `${sources}mercadopago.${isTypeScript ? 'ts' : 'js'}`
}

/** The lines that mount what the file exports, for an app that is a constant named `app`. */
export function mountingLines(project: Project, name: string, mount: string): string[] {
  const isReady = awaitsTables(project)
  const names = isReady ? name : `${name}, ready`
  return [
    'Mount it in your app, after your own sign-in:',
    usesRequire(project)
      ? `  const { ${names} } = require('./mercadopago.js')`
      : `  import { ${names} } from './mercadopago.js'`,
    `  ${mount}`,
    ...(isReady ? [] : ['  ready.then(() => app.listen(/* as before */))']),
  ]
}

/** Node itself reads the file, so nothing has to be installed for it. */
export const nodeStart = 'node --env-file=.env <the file that starts your app>'
