import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const folder = '.cache/snippets'

const readmes = [
  'README.md',
  ...['packages', 'examples'].flatMap((parent) =>
    readdirSync(parent).map((name) => join(parent, name, 'README.md')),
  ),
]

function snippetsOf(readme: string): string[] {
  return [...readFileSync(readme, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code = '']) => code,
  )
}

describe('the READMEs', () => {
  it('compile: every TypeScript snippet, under the strict settings of a user', function () {
    this.timeout(60_000)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const readme of readmes) {
      snippetsOf(readme).forEach((code, index) => {
        writeFileSync(join(folder, `${readme.replace(/\W/g, '-')}-${index}.ts`), code)
      })
    }
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'ES2023',
      types: ['node', 'mocha'],
      noEmit: true,
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))

    const tsc = () => execFileSync('node_modules/.bin/tsc', ['-p', folder], { encoding: 'utf8' })

    expect(tsc).not.to.throw()
  })

  it('reach the code for Passport and for Koa by the fortieth line', () => {
    const lines = readFileSync('README.md', 'utf8').split('\n').slice(0, 40).join('\n')
    expect(lines).to.include("passport.authorize('mercadopago')")
    expect(lines).to.include('mp.routes(')
  })

  it('name only files that exist', () => {
    for (const readme of readmes) {
      const links = readFileSync(readme, 'utf8').matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)
      const targets = [...links].map(([, target = '']) => join(readme, '..', target))
      expect(
        targets.filter((target) => !existsSync(target)),
        readme,
      ).to.deep.equal([])
    }
  })
})
