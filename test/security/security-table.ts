import { readFileSync } from 'node:fs'
import { linkToTests } from '../helpers/test-sources.ts'
import { catalogue, type Part, type Row } from './catalogue.ts'
import type { RowTitle } from './row-titles.ts'

/** Where the table stands, from the root of the workspace. */
export const securityPage = 'docs/security.md'

const begin = '<!-- The table is made by `pnpm docs:security`. -->'

/** The page with the table as it is to be; what stands above is written by hand. */
export function renderedPage(titles: readonly RowTitle[]): string {
  const page = readFileSync(securityPage, 'utf8')
  const end = page.indexOf(begin)
  if (end < 0) throw new Error(`${securityPage} has lost the line: ${begin}`)
  const parts = catalogue.map((part) => renderedPart(part, titles))
  return `${[page.slice(0, end) + begin, ...parts].join('\n\n')}\n`
}

function renderedPart({ title, rows }: Part, titles: readonly RowTitle[]): string {
  const lines = rows.map((row) => renderedRow(row, titles))
  return `## ${title}\n\n| Row | Attack | What happens | Tests |\n|---|---|---|---|\n${lines.join('\n')}`
}

function renderedRow({ id, attack, outcome }: Row, titles: readonly RowTitle[]): string {
  const counts = new Map<string, number>()
  for (const { rows, file } of titles) {
    if (rows.includes(id)) counts.set(file, (counts.get(file) ?? 0) + 1)
  }
  const links = [...counts].map(([file, count]) => linkToTests(file, count))
  return `| ${id} | ${attack} | ${outcome} | ${links.join(', ')} |`
}
