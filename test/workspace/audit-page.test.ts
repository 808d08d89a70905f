import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { auditPage, renderedAuditPage } from '../security/audit-page.ts'
import { catalogue } from '../security/catalogue.ts'
import { sources } from '../security/requirements.ts'
import { rowTitles } from '../security/row-titles.ts'

const requirements = sources.flatMap((source) => source.requirements)
const page = readFileSync(auditPage, 'utf8')
/** The points of `doctor --audit`, as the page explains them. */
const table = /^\| Point \|.*(?:\n\|.*)*/m.exec(page)?.[0] ?? ''
const points = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name)

describe('the page for an audit', () => {
  it('is what the requirements and the titles of the tests make it: pnpm docs:security', () => {
    expect(page).to.equal(renderedAuditPage(rowTitles()))
  })

  it('names a test for every requirement, and each of them exists', () => {
    const ids = new Set(rowTitles().flatMap(({ rows }) => rows))
    const known = new Set(catalogue.flatMap(({ rows }) => rows.map(({ id }) => id)))
    for (const { asked, rows, tests } of requirements) {
      expect(rows.length + tests.length, asked).to.be.greaterThan(0)
      expect(
        rows.filter((id) => !ids.has(id) || !known.has(id)),
        asked,
      ).to.deep.equal([])
      for (const { file, title } of tests) {
        const source = readFileSync(file, 'utf8')
        expect(source.includes(`'${title}'`), `${file}: ${title}`).to.equal(true)
      }
    }
  })

  it('explains every point of doctor --audit, in order, and each that a requirement names', () => {
    const source = readFileSync('test/cli/doctor-audit.test.ts', 'utf8')
    const [, list = ''] =
      /reports each point[\s\S]*?to\.deep\.equal\(\[([\s\S]*?)\n {4}\]\)/.exec(source) ?? []
    const tested = [...list.matchAll(/'([a-z-]+)'/g)].map(([, name]) => name)

    expect(points).to.have.length(14)
    expect(points).to.deep.equal(tested)
    const named = requirements.flatMap((requirement) => requirement.points)
    expect(named.filter((name) => !points.includes(name))).to.deep.equal([])
  })

  it('has an address and a date for every text', () => {
    for (const { title, address, dated } of sources) {
      expect(address, title).to.match(/^https:\/\/\S+$/)
      expect(dated, title).to.match(/^20\d\d-\d\d(-\d\d)?$/)
    }
  })
})
