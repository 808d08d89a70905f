import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { expect } from 'chai'
import { importsOf } from './import-lines.ts'

/** What each name imports, by name. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>

interface Edge {
  from: string
  to: string
}

// Tests run from the workspace root.
const sources = ['packages', 'examples']
  .flatMap((level) => readdirSync(level).map((name) => join(level, name, 'src')))
  .filter((folder) => existsSync(folder))

/** The imports between the files below a folder, as paths relative to it. */
function edgesBelow(folder: string): Edge[] {
  return importsOf(folder)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ file, specifier }) => ({
      from: relative(folder, file),
      to: relative(folder, join(dirname(file), specifier)),
    }))
    .filter(({ to }) => !to.startsWith('..'))
}

/** A graph whose nodes are a folder's own files and its folders. */
function graphOf(edges: readonly Edge[]): Graph {
  const graph = new Map<string, Set<string>>()
  for (const edge of edges) {
    const [from, to] = [firstPart(edge.from), firstPart(edge.to)]
    if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to))
  }
  return graph
}

function firstPart(path: string): string {
  const [first = '', ...rest] = path.split(sep)
  return rest.length > 0 ? `${first}/` : first
}

/** Returns one of the shortest cycles, such as `a.ts → b/ → a.ts`. */
function shortestCycle(graph: Graph): string | undefined {
  const cycles = [...graph.keys()].flatMap((start) => {
    const cycle = shortestWayBack(graph, start)
    return cycle ? [cycle] : []
  })
  return cycles.toSorted((one, other) => one.length - other.length)[0]?.join(' → ')
}

function shortestWayBack(graph: Graph, start: string): string[] | undefined {
  const seen = new Set<string>()
  const paths = [[start]]
  for (const path of paths) {
    for (const next of graph.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [...path, next]
      if (!seen.has(next)) paths.push([...path, next])
      seen.add(next)
    }
  }
  return undefined
}

/** The folder itself and the folders below it. A cycle of files shows in the folder that has them all. */
function foldersOf(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
  return [folder, ...below]
}

describe('imports inside a package', () => {
  for (const source of sources) {
    it(`${source} has no import cycle, between files or between folders`, () => {
      const cycles = foldersOf(source).flatMap((folder) => {
        const cycle = shortestCycle(graphOf(edgesBelow(folder)))
        return cycle ? [`${folder}: ${cycle}`] : []
      })
      expect(cycles).to.deep.equal([])
    })
  }

  it('finds a cycle through a folder that no single file is on', () => {
    const edges = [
      { from: 'sandbox.ts', to: 'grants/ledger.ts' },
      { from: 'grants/life.ts', to: 'clock.ts' },
      { from: 'clock.ts', to: 'grants/lifetime.ts' },
    ]
    expect(shortestCycle(graphOf(edges))).to.equal('grants/ → clock.ts → grants/')
  })

  it('lets a file import several folders', () => {
    const edges = [
      { from: 'sandbox.ts', to: 'grants/ledger.ts' },
      { from: 'sandbox.ts', to: 'pages/home.tsx' },
      { from: 'pages/home.tsx', to: 'grants/grant.ts' },
    ]
    expect(shortestCycle(graphOf(edges))).to.equal(undefined)
  })
})
