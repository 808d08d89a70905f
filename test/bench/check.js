import { sectionOf } from './page.js'

/** A ratio may be so much higher than the one on the page: more is no noise of the machine. */
const mostLoss = 0.15

/**
 * The ratios of a part that are worse than those on the page, each in words.
 *
 * @throws Error when there is nothing to compare: a column was renamed, or the page has no figures.
 */
export function lossesOf(part, text) {
  const [kept, measured] = [ratiosIn(sectionOf(part)), ratiosIn(text)]
  const names = [...measured.keys()].filter((name) => kept.has(name))
  if (names.length === 0) throw new Error(`docs/performance.md has no ratios of ${part}`)
  return names
    .filter((name) => measured.get(name) > kept.get(name) * (1 + mostLoss))
    .map((name) => `${part}, ${name}: ${measured.get(name)}, and ${kept.get(name)} on the page`)
}

/** The first number in the column "over …" of each row; of our own rows where a table marks them. */
function ratiosIn(text) {
  const tables = text.split('\n\n').filter((paragraph) => paragraph.startsWith('| '))
  return new Map(tables.flatMap(ratiosOf))
}

function ratiosOf(table) {
  const [heads, , ...rows] = table.split('\n').map(cellsOf)
  const column = heads.findIndex((head) => head.startsWith('over '))
  const ours = rows.filter(([name]) => name.startsWith('**'))
  return (ours.length > 0 ? ours : rows)
    .map((row) => [row[0], Number.parseFloat(row[column])])
    .filter(([, ratio]) => Number.isFinite(ratio))
}

function cellsOf(line) {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}
