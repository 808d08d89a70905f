/** The metrics that a PromQL expression names, by the prefix of this package. */
export function metricsIn(query) {
  return [...new Set(query.match(/\bmercadopago_\w+/g))]
}

/** The labels that a PromQL expression selects or groups by. */
export function labelsIn(query) {
  const selected = [...query.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label]) => label)
  const grouped = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list.split(/,\s*/))
  return [...new Set([...selected, ...grouped])]
}

/** What an exposition in the text format holds: the labels of each metric. */
export function seriesIn(exposition) {
  const series = new Map()
  for (const [, name, labels = ''] of exposition.matchAll(/^([a-z]\w+)(?:\{(.*)\})? /gm)) {
    const names = [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label)
    series.set(name, new Set([...(series.get(name) ?? []), ...names]))
  }
  return series
}
