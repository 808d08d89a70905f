import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { catalogue } from '../security/catalogue.ts'
import { rowTitles, titlesIn } from '../security/row-titles.ts'
import { renderedPage, securityPage } from '../security/security-table.ts'

const ids = catalogue.flatMap(({ rows }) => rows.map(({ id }) => id))

describe('the table of attacks', () => {
  it('is what the titles of the tests make it: after a change, run pnpm docs:security', () => {
    expect(readFileSync(securityPage, 'utf8')).to.equal(renderedPage(rowTitles()))
  })

  it('is written by the command that it names', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    const program = relative('.', fileURLToPath(import.meta.resolve('../security/main.js')))
    expect(scripts['docs:security']).to.equal(`tsc -b && node ${program}`)
  })

  it('has a test for every row', () => {
    const tested = new Set(rowTitles().flatMap(({ rows }) => rows))
    expect(ids.filter((id) => !tested.has(id))).to.deep.equal([])
  })

  it('has a row for every id in a title', () => {
    const unknown = rowTitles().filter(({ rows }) => rows.some((id) => !ids.includes(id)))
    expect(unknown).to.deep.equal([])
  })

  it('has each row once, in order', () => {
    expect(ids).to.deep.equal([...new Set(ids)].sort())
  })
})

describe('the titles of a source', () => {
  it('are its strings and templates that begin with ids, and the entries of tables', () => {
    const source = `
      it('A01: one', () => {})
      it(\`B02, B03: two \${JSON.stringify('x')}\`, () => {})
      it("C04: it's three", () => {})
      const cases = [['D05', 'four', 1]]
      // A06: no title, 'A7: neither', run: 'R07 callbacks'
    `
    expect(titlesIn('file.ts', source)).to.deep.equal([
      { rows: ['A01'], title: 'one', file: 'file.ts' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in the source.
      { rows: ['B02', 'B03'], title: "two ${JSON.stringify('x')}", file: 'file.ts' },
      { rows: ['C04'], title: "it's three", file: 'file.ts' },
      { rows: ['D05'], title: 'four', file: 'file.ts' },
    ])
  })
})
