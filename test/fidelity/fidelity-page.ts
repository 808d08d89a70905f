import { readFileSync } from 'node:fs'
import { linkToTests } from '../helpers/test-sources.ts'
import { type Part, parts, type Row, sources } from './rows.ts'
import { switchTests, type TestTitle, testedSwitches } from './test-titles.ts'

/** Where the tables stand, from the root of the workspace. */
export const fidelityPage = 'docs/fidelity.md'

const begin = '<!-- The tables are made by `pnpm docs:fidelity`. -->'

/** The page with its tables as they are to be; what stands above is written by hand. */
export function renderedPage(titles: readonly TestTitle[]): string {
  const page = readFileSync(fidelityPage, 'utf8')
  const end = page.indexOf(begin)
  if (end < 0) throw new Error(`${fidelityPage} has lost the line: ${begin}`)
  const rendered = parts.map((part) => renderedPart(part, titles))
  const addresses = [...sources].map(([key, url]) => `[${key}]: ${url}`).join('\n')
  return `${[page.slice(0, end) + begin, ...rendered, addresses].join('\n\n')}\n`
}

function renderedPart({ title, rows }: Part, titles: readonly TestTitle[]): string {
  const lines = rows.map((row) => renderedRow(row, titles))
  const head = '| Row | What is known | Says who | Switch | Tests |\n|---|---|---|---|---|'
  return `## ${title}\n\n${head}\n${lines.join('\n')}`
}

function renderedRow(row: Row, titles: readonly TestTitle[]): string {
  const from = row.sources.map((key) => `[${key}]`).join(', ')
  const switches = row.switches.map((name) => `\`${name}\``).join(', ')
  const cells = [row.id, row.sentence, `${row.mark}: ${from}`, switches, testsOf(row, titles)]
  return `| ${cells.join(' | ')} |`
}

function testsOf(row: Row, titles: readonly TestTitle[]): string {
  const files = titles.filter(({ name }) => row.tests.includes(name)).map(({ file }) => file)
  const tested = testedSwitches()
  const all = [
    ...files,
    ...row.switches.filter((one) => tested.includes(one)).map(() => switchTests),
  ]
  return [...new Set(all)]
    .map((file) => linkToTests(file, all.filter((one) => one === file).length))
    .join(', ')
}
