import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const folder = '.cache/snippets'

function markdownIn(parent: string): string[] {
  const names = readdirSync(parent).filter((name) => name.endsWith('.md'))
  return names.map((name) => join(parent, name))
}

const pages = [
  'llms.txt',
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...['packages', 'examples'].flatMap((parent) =>
    readdirSync(parent).map((name) => join(parent, name, 'README.md')),
  ),
]

interface Snippet {
  file: string
  code: string
}

function snippetsOf(page: string): Snippet[] {
  const blocks = readFileSync(page, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)
  return [...blocks].map(([, code = ''], index) => ({
    file: `${page.replace(/\W/g, '-')}-${index}.ts`,
    code,
  }))
}

/** Compiles snippets in a new project with a user's strict settings. */
function compile(name: string, snippets: Snippet[], options: object = {}): void {
  const project = join(folder, name)
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  for (const { file, code } of snippets) writeFileSync(join(project, file), code)
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'ES2023',
    types: ['node', 'mocha'],
    noEmit: true,
    ...options,
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  execFileSync('node_modules/.bin/tsc', ['-p', project], { encoding: 'utf8' })
}

/** What `pnpm databases` compiles and runs, with packages that are not installed here. */
const recipes = ['recipes', 'drizzle'].flatMap((name) => {
  const parent = join('test/databases', name)
  const files = readdirSync(parent).filter((file) => file.endsWith('.ts'))
  return files.map((file) => readFileSync(join(parent, file), 'utf8'))
})

const isRecipe = ({ code }: Snippet) => recipes.includes(code)

const usesSdk = ({ code }: Snippet) => code.includes("from 'mercadopago'")

/** Compiled by `pnpm keys`, beside the clients that they use. */
const usesKeyClient = ({ code }: Snippet) => /from '@(aws-sdk|google-cloud)\//.test(code)

/** Where the repository is read; pages that npm shows name their neighbours by it. */
const repository =
  /^https:\/\/github\.com\/mercadopago-oauth\/mercadopago-oauth\/(?:blob|tree)\/main\//

/** The page and heading of every link to a page of ours; without a heading it is empty. */
function linksOf(page: string): { target: string; heading: string }[] {
  const links = readFileSync(page, 'utf8').matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)
  return [...links]
    .filter(([, path = '']) => repository.test(path) || !path.includes(':'))
    .map(([, path = '', heading = '']) => ({ target: targetOf(page, path), heading }))
}

function targetOf(page: string, path: string): string {
  if (path === '') return page
  return repository.test(path) ? path.replace(repository, '') : join(page, '..', path)
}

/** A page's headings, as GitHub writes them in an address. */
function headingsOf(page: string): string[] {
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

describe('the READMEs and guides', () => {
  it('compile: every TypeScript snippet, under the strict settings of a user', function () {
    this.timeout(60_000)
    const snippets = pages
      .flatMap(snippetsOf)
      .filter((snippet) => !usesSdk(snippet) && !usesKeyClient(snippet) && !isRecipe(snippet))

    expect(() => compile('own', snippets)).not.to.throw()
  })

  it('compile beside the official SDK, whose own declarations do not', function () {
    this.timeout(60_000)
    const snippets = pages.flatMap(snippetsOf).filter(usesSdk)

    expect(snippets).not.to.have.length(0)
    expect(() => compile('sdk', snippets, { skipLibCheck: true })).not.to.throw()
  })

  it('reach the code for Passport and for Koa by the fortieth line', () => {
    const lines = readFileSync('README.md', 'utf8').split('\n').slice(0, 40).join('\n')
    expect(lines).to.include("passport.authorize('mercadopago')")
    expect(lines).to.include('mp.routes(')
  })

  it('name only files that exist', () => {
    for (const page of pages) {
      const targets = linksOf(page).map(({ target }) => target)
      expect(
        targets.filter((target) => !existsSync(target)),
        page,
      ).to.deep.equal([])
    }
  })

  it('name their neighbours by the address of the repository where npm shows them', () => {
    const shown = pages.filter((page) => page.startsWith('packages'))
    for (const page of shown) {
      const paths = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
      expect(
        paths.map(([, path]) => path),
        page,
      ).to.deep.equal([])
    }
  })

  it('name only headings that exist', () => {
    for (const page of pages) {
      const dead = linksOf(page)
        .filter(({ heading }) => heading !== '')
        .filter(({ target, heading }) => !headingsOf(target).includes(heading))
      expect(dead, page).to.deep.equal([])
    }
  })
})
