import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const folder = '.github/workflows'
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}))

/** What a workflow may do, by job; `''` is the whole workflow. Comments are left out. */
function permissionsIn(text: string): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  let job = ''
  let inside = -1
  for (const line of text.split('\n')) {
    const [, indent = '', words = ''] = /^( *)([^#]*?)(?: #.*)?$/.exec(line) ?? []
    if (words === '') continue
    if (indent.length === 2 && inside < 0 && words.endsWith(':')) job = words.slice(0, -1)
    if (inside >= 0 && indent.length > inside) found[job]?.push(words)
    else inside = -1
    if (!words.startsWith('permissions:')) continue
    inside = indent.length
    if (inside === 0) job = ''
    // Whatever stands on the same line, such as `write-all`.
    found[job] = words === 'permissions:' ? [] : [words]
  }
  return found
}

/** The text of one job. */
function jobOf(text: string, name: string): string {
  const [, job = ''] = new RegExp(`\\n  ${name}:\\n((?: {4}.*\\n|\\n)+)`).exec(text) ?? []
  return job
}

/** What a job's commands run: the programs, and what npm is asked to do. */
function programsIn(job: string): string[] {
  const commands = job.slice(job.indexOf('run:'))
  const programs = /(?:^|[|(]) *(tar|node|npm \w+|npx|pnpm|yarn|corepack|curl|wget|git|sh|bash)\b/gm
  return [...new Set([...commands.matchAll(programs)].map(([, program = '']) => program))]
}

describe('the workflows', () => {
  const release = readFileSync(join(folder, 'release.yml'), 'utf8')
  const publish = jobOf(release, 'publish')

  it('are the four there are', () => {
    expect(workflows.map(({ name }) => name)).to.deep.equal([
      'bench.yml',
      'release.yml',
      'reliability.yml',
      'test.yml',
    ])
  })

  for (const { name, text } of workflows) {
    it(`J07: ${name} names every action by its commit, and says which version that is`, () => {
      const uses = [...text.matchAll(/\buses:(.*)$/gm)].map(([, action = '']) => action.trim())
      const pinned = /^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/
      expect(uses).not.to.have.length(0)
      expect(uses.filter((action) => !pinned.test(action))).to.deep.equal([])
    })

    it(`J07: ${name} gives third-party code no permissions`, () => {
      const triggers = /\bon:\n((?: .*\n)+)/.exec(text)?.[1] ?? ''
      const names = [...triggers.matchAll(/^ {2}(\w+):/gm)].map(([, trigger]) => trigger)
      expect(names).not.to.have.length(0)
      const harmless = ['push', 'pull_request', 'schedule', 'workflow_dispatch']
      expect(names.filter((trigger) => !harmless.includes(trigger ?? ''))).to.deep.equal([])
    })

    it(`J07: ${name} puts nothing that others can name into a command`, () => {
      const expressions = [...text.matchAll(/\$\{\{ *(.*?) *\}\}/g)].map(([, words = '']) => words)
      const known =
        /^(github\.ref|matrix\.node|secrets\.GITHUB_TOKEN|steps\.changesets\.outputs\.hasChangesets)$/
      expect(expressions.filter((words) => !known.test(words))).to.deep.equal([])
      expect(text).not.to.match(/run:.*\$\{\{/)
    })

    it(`J07: ${name} uses no cache, which another workflow may have filled`, () => {
      expect(text).not.to.match(/^ *[\w-]*cache:|actions\/cache/m)
    })
  }

  it('J07: may read, and write only where the release needs it', () => {
    const permissions = workflows.map(({ name, text }) => [name, permissionsIn(text)])
    expect(Object.fromEntries(permissions)).to.deep.equal({
      'bench.yml': { '': ['contents: read'] },
      'release.yml': {
        '': ['contents: read'],
        version: ['contents: write', 'pull-requests: write'],
        pack: ['contents: read'],
        publish: ['id-token: write'],
        tag: ['contents: write'],
      },
      'reliability.yml': { '': ['contents: read'] },
      'test.yml': { '': ['contents: read'] },
    })
  })

  it('J07: keep the repository’s credentials only where they push', () => {
    const others = workflows.filter(({ name }) => name !== 'release.yml')
    const jobs = ['version', 'pack'].map((name) => jobOf(release, name))
    for (const text of [...jobs, ...others.map(({ text }) => text)]) {
      const checkouts = text.match(/uses: actions\/checkout@/g)
      const without = text.match(/checkout@.*\n +with:\n +persist-credentials: false\n/g)
      expect(without).to.have.length(checkouts?.length ?? 0)
    }
  })

  it('J07: publish without a token, with a statement of where the packages were built', () => {
    expect(publish).to.match(/npm publish .*--provenance/)
    expect(publish).to.include('environment: npm')
    expect(release).not.to.match(/NPM_TOKEN|NODE_AUTH_TOKEN/)
  })

  it('J07: install and build nothing where the npm identity can be asked for', () => {
    const actions = [...publish.matchAll(/uses: ([\w/-]+)@/g)].map(([, action]) => action)
    expect(actions).to.deep.equal(['actions/setup-node', 'actions/download-artifact'])
    expect(programsIn(publish)).to.have.members(['tar', 'node', 'npm view', 'npm publish'])
    expect(publish).to.match(/npm publish .*--ignore-scripts/)
  })

  it('J07: publish only the tarballs of the same run', () => {
    const [, inputs = ''] = /download-artifact@.*\n {8}with:\n((?: {10}.*\n)+)/.exec(publish) ?? []
    expect(inputs.trim().split(/\n +/)).to.deep.equal(['name: tarballs', 'path: tarballs'])
    expect(jobOf(release, 'pack')).to.match(/upload-artifact@.*\n {8}with:\n {10}name: tarballs\n/)
    expect(publish).to.include('needs: pack\n')
  })

  it('J07: raise versions by a tool whose every part has a checksum', () => {
    const lockfile = readFileSync('release/pnpm-lock.yaml', 'utf8')
    const [, packages = ''] = /\npackages:\n([\s\S]*?)\nsnapshots:\n/.exec(lockfile) ?? []
    const entries = packages.split(/\n\n/).filter((entry) => entry.trim() !== '')
    expect(entries.length).to.be.above(50)
    const odd = entries.filter(
      (entry) => !/resolution: \{integrity: sha512-[\w+/=]{88}\}/.test(entry),
    )
    expect(odd).to.deep.equal([])
  })
})

describe('the permissions of a workflow', () => {
  it('are read by job, whatever form they have', () => {
    const text = [
      'on:',
      '  push:',
      'permissions: write-all',
      'jobs:',
      '  one:',
      '    permissions:',
      '      contents: write # why',
      '    steps: []',
      '  two:',
      '    permissions: {}',
      '',
    ].join('\n')
    expect(permissionsIn(text)).to.deep.equal({
      '': ['permissions: write-all'],
      one: ['contents: write'],
      two: ['permissions: {}'],
    })
  })
})
