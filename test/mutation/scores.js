/** The score of every file that was mutated, and of each of these folders of the core. */
export function scoresOf(mutants, folders) {
  const places = mutants.map((mutant) => {
    const parts = mutant.fileName.split(/[\\/]/)
    const file = parts.slice(parts.lastIndexOf('src') + 1).join('/')
    return { mutant, folder: folders.find((folder) => file.startsWith(`${folder}/`)), file }
  })
  return { files: scoresBy(places, 'file'), folders: scoresBy(places, 'folder') }
}

/** The scores as a Markdown table. `uncovered` faults are those no test comes past. */
export function table(scores) {
  const heads = ['name', 'faults', 'killed', 'timeouts', 'survived', 'uncovered', 'score']
  const rows = scores.map((one) => heads.map((head) => one[head]))
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function scoresBy(places, level) {
  const groups = new Map()
  for (const { mutant, [level]: name } of places) {
    groups.set(name, [...(groups.get(name) ?? []), mutant])
  }
  return [...groups].sort().map(([name, mutants]) => scoreOf(name, mutants))
}

/** Faults with which the tests do not even load say nothing about a test, and are not counted. */
function scoreOf(name, mutants) {
  const count = (status) => mutants.filter((mutant) => mutant.status === status).length
  const killed = count('Killed')
  const timeouts = count('Timeout')
  const survived = count('Survived')
  const uncovered = count('NoCoverage')
  const faults = killed + timeouts + survived + uncovered
  const score = Math.floor((1000 * (killed + timeouts)) / faults) / 10
  return { name, faults, killed, timeouts, survived, uncovered, score }
}
