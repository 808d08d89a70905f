import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect } from 'chai'
import { sourcesOf } from './import-lines.ts'

/** The names that a source exports, except those of other packages. */
function publicNames(index: string): string[] {
  const source = readFileSync(index, 'utf8').replace(/^ *\/\/.*$/gm, '')
  const lists = source.matchAll(/^export (?:type )?\{([^}]*)\}(?: from '([^']+)')?/gm)
  const listed = [...lists].flatMap(([, list = '', from = '.']) =>
    from.startsWith('.') ? namesIn(list) : [],
  )
  const declared = [...source.matchAll(/^export const (\w+)/gm)].map(([, name = '']) => name)
  return [...listed, ...declared]
}

function namesIn(list: string): string[] {
  const names = list.split(',').map((entry) => entry.trim().replace(/^type /, ''))
  return names.filter((name) => name !== '' && !name.includes(' as '))
}

/** The sources that list what can be imported from a package. */
function entriesOf(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join('packages', folder, 'package.json'), 'utf8'))
  return Object.values<string | { types: string }>(manifest.exports).flatMap((targets) => {
    if (typeof targets === 'string') return []
    const source = targets.types.replace('./dist/', '').replace('.d.ts', '.ts')
    return posix.join('packages', folder, 'src', source)
  })
}

const packages = readdirSync('packages').map((folder) => {
  const sources = sourcesOf(join('packages', folder, 'src'))
  const text = sources.map((file) => readFileSync(file, 'utf8')).join('\n')
  return { text, entries: entriesOf(folder) }
})

/** Whether a docstring ends right before the declaration of a name. */
function describes(text: string, name: string): boolean {
  const kind = 'abstract class|class|function\\*?|async function\\*?|interface|type|const'
  return new RegExp(`\\*/\\nexport (${kind}) ${name}\\b`).test(text)
}

/** `pnpm docs:api --check` asks the same of every member. */
describe('the docstrings', () => {
  for (const { text, entries } of packages) {
    for (const index of entries) {
      it(`describe every name that ${index} exports`, () => {
        const names = publicNames(index)
        expect(names).not.to.have.length(0)
        expect(names.filter((name) => !describes(text, name))).to.deep.equal([])
      })
    }
  }
})

describe('the codes of the errors', () => {
  const source = readFileSync('packages/core/src/error-codes.ts', 'utf8')
  const [, union = ''] = /export type ErrorCode =((?:\n {2}\| '\w+')+)/.exec(source) ?? []
  const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code)

  it('have a row each in the README of core, which says what to do', () => {
    const readme = readFileSync('packages/core/README.md', 'utf8')
    const [, section = ''] = readme.split('\n## Errors\n')
    const [, ...rows] = section.split('\n').filter((line) => line.startsWith('| `'))
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)])
    expect(codes.length).to.be.above(20)
    expect(named.map(([, code]) => code)).to.have.members(codes)
  })

  it('are all named by something that throws them', () => {
    const comments = packages.flatMap(({ text }) => text.match(docstring) ?? [])
    const tags = comments.flatMap((text) => text.split('@throws').slice(1))
    const thrown = tags.flatMap((text) => [...text.matchAll(/`(\w+)`/g)].map(([, code]) => code))
    expect(codes.filter((code) => !thrown.includes(code))).to.deep.equal([])
  })
})

const docstring = /\/\*\*[\s\S]*?\*\//g
