import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type NamedTest, type Requirement, type Source, sources } from './requirements.ts'
import type { RowTitle } from './row-titles.ts'

/** Where the tables stand, from the root of the workspace. */
export const auditPage = 'docs/audit.md'

const begin = '<!-- The tables are made by `pnpm docs:security`. -->'

/** The page with its tables as they are to be; what stands above is written by hand. */
export function renderedAuditPage(titles: readonly RowTitle[]): string {
  const page = readFileSync(auditPage, 'utf8')
  const end = page.indexOf(begin)
  if (end < 0) throw new Error(`${auditPage} has lost the line: ${begin}`)
  const tables = sources.map((source) => renderedSource(source, titles))
  return `${[page.slice(0, end) + begin, ...tables].join('\n\n')}\n`
}

function renderedSource(
  { title, address, dated, requirements }: Source,
  titles: readonly RowTitle[],
): string {
  const rows = requirements.map((requirement) => renderedRow(requirement, titles))
  return [
    `## ${title}`,
    '',
    `[The text](${address}), dated ${dated}.`,
    '',
    '| Asked | Here | Tests | `doctor --audit` |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function renderedRow(
  { asked, met, rows, tests, points }: Requirement,
  titles: readonly RowTitle[],
): string {
  const own = rows.map((row) => renderedProof(row, titles))
  const named = tests.map(renderedTest)
  const looked = points.map((point) => `\`${point}\``).join(', ') || '–'
  return `| ${asked} | ${met} | ${[...own, ...named].join('<br>')} | ${looked} |`
}

/** One test of the row, if possible one whose title is no template; docs/security.md links to all of them. */
function renderedProof(row: string, titles: readonly RowTitle[]): string {
  const all = titles.filter(({ rows }) => rows.includes(row))
  const [one] = [...all.filter(({ title }) => !title.includes('${')), ...all]
  if (one === undefined) throw new Error(`no test has the title of ${row}`)
  return renderedTest({ file: one.file, title: `${row}: ${one.title}` })
}

function renderedTest({ file, title }: NamedTest): string {
  const name = `${basename(dirname(file))}/${basename(file).replace(/(\.test)?\.ts$/, '')}`
  return `“${title.replaceAll('|', '\\|')}” ([${name}](../${file}))`
}
