import { expect } from 'chai'
import { longest, longestFirst } from '../run/order.ts'
import { filesOf, testFiles } from '../run/parts.ts'

const files = [
  'core/client',
  'core/pkce',
  'koa/notifications',
  'sandbox/pages/live',
  'web/client',
  'web/core',
]

describe('pnpm test', () => {
  for (const [part, expected] of [
    ['core', ['core/client', 'core/pkce']],
    ['sandbox/pages/', ['sandbox/pages/live']],
    ['pages', ['sandbox/pages/live']],
    ['pkce', ['core/pkce']],
    ['client', ['core/client', 'web/client']],
    ['core/pkce', ['core/pkce']],
    ['pages/live', ['sandbox/pages/live']],
    ['test/core/pkce.test.ts', ['core/pkce']],
  ] as const) {
    it(`runs, for ${part}, ${expected.join(' and ')}`, () => {
      expect(filesOf([part], files)).to.deep.equal(expected)
    })
  }

  it('runs each file once, if several names mean it', () => {
    expect(filesOf(['pkce', 'core'], files)).to.deep.equal(['core/client', 'core/pkce'])
  })

  it('runs everything without a name', () => {
    expect(filesOf([], files)).to.deep.equal(files)
  })

  it('says so when a name means nothing', () => {
    for (const part of ['cor', 'pkc', 'core/client.js']) {
      expect(() => filesOf(['core', part], files)).to.throw(
        `No folder and no file of tests is called "${part}".`,
      )
    }
  })

  it('begins with the files that take longest, and leaves none out', () => {
    const all = testFiles()
    expect(all).to.include('workspace/parts').and.to.include.members(longest)
    expect(longestFirst(all).slice(0, longest.length)).to.deep.equal(longest)
    expect(longestFirst(all).toSorted()).to.deep.equal(all)
    expect(longestFirst(['core/client', 'cli/sellers'])).to.deep.equal([
      'cli/sellers',
      'core/client',
    ])
  })
})
