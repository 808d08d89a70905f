/** The figure in the middle; half of them are no larger. */
export function median(figures) {
  return percentile(figures, 0.5)
}

/** The figure that this share of them do not exceed. */
export function percentile(figures, share) {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)]
}

/** The median, and in brackets the least and the most. */
export function spread(figures, digits) {
  const [middle, least, most] = [median(figures), Math.min(...figures), Math.max(...figures)].map(
    (figure) => figure.toFixed(digits),
  )
  return `${middle} (${least}–${most})`
}

/** A Markdown table of records, under the names of their members. */
export function table(records) {
  const heads = Object.keys(records[0])
  const rows = records.map((record) => heads.map((head) => record[head] ?? '–'))
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
