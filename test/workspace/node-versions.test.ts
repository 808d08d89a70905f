import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { countsIn } from '../node-versions/suite-run.ts'
import { nodeVersions } from '../node-versions/versions.ts'

describe('the Node versions of pnpm test:node-versions', () => {
  it('begin with the oldest that the packages allow, on both lines', () => {
    const { engines } = JSON.parse(readFileSync('packages/core/package.json', 'utf8'))
    const [oldest, , secondOldest] = nodeVersions
    expect(engines.node).to.equal(`^${oldest} || >=${secondOldest}`)
  })

  it('are those of the workflow that tests', () => {
    const workflow = readFileSync('.github/workflows/test.yml', 'utf8')
    const [, versions = ''] = /^ +node: (\[.+\])$/m.exec(workflow) ?? []
    expect(JSON.parse(versions)).to.deep.equal(nodeVersions)
  })

  it('are judged by the last counts that mocha prints, not by what a test prints', () => {
    const output = ['  1 passing', '12 passing', '  4392 passing (8m)', '  2 pending', '']
    expect(countsIn(output.join('\n'))).to.deep.equal({ passing: 4392, failing: 0, pending: 2 })
  })
})
