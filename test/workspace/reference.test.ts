import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect } from 'chai'

const reference = 'docs/api'

/** The names a source lists after `export`, types included, under the name they go by outside. */
function exportedBy(source: string): string[] {
  const lists = source.replace(/^ *\/\/.*$/gm, '').matchAll(/^export (?:type )?\{([^}]*)\}/gm)
  return [...lists].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((entry) =>
        entry
          .trim()
          .replace(/^type /, '')
          .replace(/^.* as /, ''),
      )
      .filter((name) => name !== ''),
  )
}

/** What a package may be asked for by `import`, with the source that lists its names. */
function entriesOf(folder: string): { page: string; source: string }[] {
  const manifest = JSON.parse(readFileSync(join('packages', folder, 'package.json'), 'utf8'))
  return Object.entries<string | { types: string }>(manifest.exports).flatMap(([path, targets]) => {
    if (typeof targets === 'string') return []
    const source = targets.types.replace('./dist/', '').replace('.d.ts', '.ts')
    const page = `${posix.join(manifest.name, path)}.md`
    return { page, source: posix.join('packages', folder, 'src', source) }
  })
}

const entries = readdirSync('packages').flatMap(entriesOf)

describe('the API reference', () => {
  for (const { page, source } of entries) {
    it(`names everything that ${source} exports: after a change, run pnpm docs:api`, () => {
      const text = readFileSync(join(reference, page), 'utf8')
      const headings = [...text.matchAll(/^### (?:`abstract` )?(\w+)/gm)].map(([, name]) => name)
      const names = exportedBy(readFileSync(source, 'utf8'))
      expect(names).not.to.have.length(0)
      expect(headings).to.include.members(names)
    })
  }

  it('has a page for everything that may be imported, and an index', () => {
    const files = readdirSync(reference, { recursive: true, encoding: 'utf8' })
    const pages = entries.map(({ page }) => page)
    expect(files.filter((name) => name.endsWith('.md'))).to.have.members([...pages, 'README.md'])
    const index = readFileSync(join(reference, 'README.md'), 'utf8')
    for (const page of pages) expect(index).to.include(`](${page})`)
  })
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

  it('are all named by something public that throws them', () => {
    const pages = entries.map(({ page }) => readFileSync(join(reference, page), 'utf8')).join('\n')
    const thrown = [...pages.matchAll(/^#+ Throws\n\n((?:[^#\n].*\n)+)/gm)].flatMap(
      ([, text = '']) => [...text.matchAll(/`(\w+)`/g)].map(([, code]) => code),
    )
    expect(codes.filter((code) => !thrown.includes(code))).to.deep.equal([])
  })
})
