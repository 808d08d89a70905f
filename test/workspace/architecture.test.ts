import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect } from 'chai'

const page = readFileSync('docs/architecture.md', 'utf8')

/** Where names on the page begin. */
const roots = ['.', 'packages/core/src', 'packages/core/src/sellers']

/** What the page names as code, and in the boxes of its picture, if it is a path: not a package or a call. */
function pathsOn(text: string): string[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name)
  const boxes = [...text.matchAll(/\["([^"]+)"\]/g)].flatMap(([, label = '']) =>
    label.split(/<br>|[, ]+|→/),
  )
  const names = [...code, ...boxes].map((name) => name.trim())
  return [...new Set(names)].filter((name) =>
    /^[\w.-]+(\/[\w.-]+)*(\/|\.ts)$|^(packages|test|docs)\//.test(name),
  )
}

function placeOf(path: string): string | undefined {
  return roots.map((root) => posix.join(root, path)).find((place) => existsSync(place))
}

describe('the page on the architecture', () => {
  it('names only files and folders that exist', () => {
    const paths = pathsOn(page)
    expect(paths).to.include.members(['packages/core', 'flow/', 'sellers/records/leases.ts'])
    expect(paths.filter((path) => placeOf(path) === undefined)).to.deep.equal([])
  })

  it('names every package and every room of core', () => {
    const rooms = [
      ...readdirSync('packages').map((name) => `packages/${name}`),
      ...foldersIn('packages/core/src').filter((name) => !ofTests.includes(name)),
    ]
    expect(rooms.filter((room) => !page.includes(room))).to.deep.equal([])
  })
})

/** Tests for store writers are a door of the package, and no room. */
const ofTests = ['store-contract/']

function foldersIn(parent: string): string[] {
  const entries = readdirSync(parent, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${name}/`)
}
