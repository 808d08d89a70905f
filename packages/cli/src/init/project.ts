import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../command.ts'
import { jsonFields } from '../json-fields.ts'

/** The package by which each framework is known. */
const packages = {
  express: 'express',
  koa: 'koa',
  nest: '@nestjs/core',
  next: 'next',
  hono: 'hono',
} as const

/** A framework that `init` can set up. */
export type FrameworkName = keyof typeof packages

const frameworkNames = Object.keys(packages) as FrameworkName[]

/** What `init` must know of a project before it writes anything. */
export interface Project {
  readonly framework: FrameworkName
  readonly isTypeScript: boolean
  /** Whether its `.js` files are ES modules. */
  readonly isModule: boolean
  /** Where its sources are: `src/`, or empty for the project folder itself. */
  readonly sources: '' | 'src/'
  /** The packages that it already lists. */
  readonly dependencies: ReadonlySet<string>
  /** The start of the command that installs packages, such as `npm install`. */
  readonly install: string
}

/**
 * Reads what a project is made of.
 *
 * @param chosen - the framework, where `package.json` does not say it clearly.
 * @throws UsageError when there is no project, or no framework in it that is known.
 */
export async function readProject(folder: string, chosen?: string): Promise<Project> {
  const manifest = await manifestOf(folder)
  const dependencies = new Set([
    ...Object.keys(Object(manifest.dependencies)),
    ...Object.keys(Object(manifest.devDependencies)),
  ])
  const framework = frameworkOf(dependencies, chosen)
  const isTypeScript =
    framework === 'nest' ||
    dependencies.has('typescript') ||
    (await isThere(join(folder, 'tsconfig.json')))
  return {
    framework,
    isTypeScript,
    isModule: manifest.type === 'module',
    sources: (await hasSources(folder, framework)) ? 'src/' : '',
    dependencies,
    install: await installCommand(folder),
  }
}

async function manifestOf(folder: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return jsonFields(await readFile(join(folder, 'package.json'), 'utf8'))
  } catch {
    throw new UsageError(
      'There is no package.json: run this in the folder of your app, or name it.',
    )
  }
}

function frameworkOf(dependencies: ReadonlySet<string>, chosen: string | undefined): FrameworkName {
  if (chosen !== undefined) {
    const known = frameworkNames.find((name) => name === chosen)
    if (known !== undefined) return known
    throw new UsageError(`--framework must be one of ${frameworkNames.join(', ')}.`)
  }
  const found = frameworkNames.filter((name) => dependencies.has(packages[name]))
  // Nest runs on Express, so a project may list both.
  if (found.includes('nest') && found.every((name) => name === 'nest' || name === 'express')) {
    return 'nest'
  }
  const [only, another] = found
  if (only !== undefined && another === undefined) return only
  throw new UsageError(
    only === undefined
      ? 'package.json lists no Express, Koa, Nest, Next.js or Hono: give --framework.'
      : `package.json lists several frameworks (${found.join(', ')}): give --framework.`,
  )
}

/** Next.js looks for its routes in `src/app` where there is one, else in `app`. */
async function hasSources(folder: string, framework: FrameworkName): Promise<boolean> {
  if (framework !== 'next') return await isThere(join(folder, 'src'))
  return (await isThere(join(folder, 'src/app'))) || (await isThere(join(folder, 'src/pages')))
}

async function installCommand(folder: string): Promise<string> {
  if (await isThere(join(folder, 'pnpm-lock.yaml'))) return 'pnpm add'
  if (await isThere(join(folder, 'yarn.lock'))) return 'yarn add'
  if (await isThere(join(folder, 'bun.lock'))) return 'bun add'
  return 'npm install'
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}
