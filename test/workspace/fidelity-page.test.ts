import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import {
  switchTable,
  type Wso2ApplicationOptions,
  type Wso2SandboxOptions,
} from 'mercadopago-oauth-sandbox'
import { fidelityPage, renderedPage } from '../fidelity/fidelity-page.ts'
import { marks, parts, sources } from '../fidelity/rows.ts'
import { testedSwitches, testTitles, titlesIn } from '../fidelity/test-titles.ts'

const rows = parts.flatMap((part) => part.rows)

/** What a row on WSO2 may name: options of its sandbox. */
const wso2Options = [
  ...(['tenant', 'sessionState', 'redirectErrors', 'clientSecretPost', 'introspector'] as const),
  ...(['pkceMandatory', 'supportPlain', 'claims'] as const),
] satisfies (keyof Wso2SandboxOptions | keyof Wso2ApplicationOptions)[]

describe('the page on fidelity', () => {
  it('is what the rows and the tests make it: after a change, run pnpm docs:fidelity', () => {
    expect(readFileSync(fidelityPage, 'utf8')).to.equal(renderedPage(testTitles()))
  })

  it('is written by the command that it names', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    const program = relative('.', fileURLToPath(import.meta.resolve('../fidelity/main.js')))
    expect(scripts['docs:fidelity']).to.equal(`tsc -b && node ${program}`)
  })

  it('has a test for every row, if only that of its switch', () => {
    const tested = testedSwitches()
    const untested = rows.filter(
      ({ tests, switches }) => tests.length === 0 && !switches.some((one) => tested.includes(one)),
    )
    expect(untested).to.deep.equal([])
  })

  it('names only tests that there are', () => {
    const names = new Set(testTitles().map(({ name }) => name))
    expect(rows.flatMap(({ tests }) => tests).filter((name) => !names.has(name))).to.deep.equal([])
  })

  it('names a switch for every sentence that the documents leave open', () => {
    const open = rows.filter(({ mark, switches }) => mark === 'unclear' && switches.length === 0)
    expect(open).to.deep.equal([])
  })

  it('names every switch of the sandbox, and nothing that is none', () => {
    const named = new Set(rows.flatMap(({ switches }) => switches))
    const options = [...Object.keys(switchTable), ...wso2Options].sort()
    expect([...named].sort()).to.deep.equal(options)
  })

  it('has each row once, in order, with a mark there is', () => {
    const ids = rows.map(({ id }) => id)
    expect(ids).to.deep.equal([...new Set(ids)].sort())
    expect(ids.filter((id) => !/^(MP|WS)\d{3}$/.test(id))).to.deep.equal([])
    expect(rows.filter(({ mark }) => !marks.includes(mark))).to.deep.equal([])
  })

  it('names sources that have an address, and all of them', () => {
    const named = new Set(rows.flatMap((row) => row.sources))
    expect([...named].sort()).to.deep.equal([...sources.keys()].sort())
    expect([...sources.values()].filter((url) => !url.startsWith('https://'))).to.deep.equal([])
  })
})

describe('the tests that rows name', () => {
  it('are the titles of a source, with its folder and name', () => {
    const source = `
      it('one', () => {})
      it(\`two \${what}\`, () => {})
      it("it's three", () => {})
      it('it\\'s four', () => {})
      // 'five', visit('six')
    `
    expect(titlesIn('test/sandbox/file.test.ts', source).map(({ name }) => name)).to.deep.equal([
      'sandbox/file: one',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in the source.
      'sandbox/file: two ${what}',
      "sandbox/file: it's three",
      "sandbox/file: it's four",
    ])
  })
})
