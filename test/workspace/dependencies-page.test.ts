import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

interface Manifest {
  name: string
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

const page = readFileSync('docs/dependencies.md', 'utf8')

/** The packages a section lists, and those of them that it calls peers. */
function listedFor(name: string): { all: string[]; peers: string[] } {
  const [, section = ''] = page.split(`\n## ${name}\n`)
  const [own = ''] = section.split('\n## ')
  const rows = [...own.matchAll(/^\| (`.*?) \| (.*?) \|/gm)].map(([, names = '', kind = '']) => ({
    names: [...names.matchAll(/`([^`]+)`/g)].map(([, dependency = '']) => dependency),
    isPeer: kind.startsWith('peer'),
  }))
  return {
    all: rows.flatMap(({ names }) => names),
    peers: rows.filter(({ isPeer }) => isPeer).flatMap(({ names }) => names),
  }
}

describe('the page of dependencies', () => {
  for (const folder of readdirSync('packages')) {
    const text = readFileSync(join('packages', folder, 'package.json'), 'utf8')
    const { name, dependencies = {}, peerDependencies = {} }: Manifest = JSON.parse(text)

    it(`has a reason for everything that comes along with ${name}, and nothing else`, () => {
      const { all, peers } = listedFor(name)
      expect(page).to.include(`\n## ${name}\n`)
      expect(all).to.have.members([...Object.keys(dependencies), ...Object.keys(peerDependencies)])
      expect(peers).to.have.members(Object.keys(peerDependencies))
    })
  }
})
