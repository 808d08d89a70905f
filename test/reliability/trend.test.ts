import { expect } from 'chai'
import { trendOf } from './trend.ts'

describe('trendOf()', () => {
  it('finds the line that values lie on', () => {
    const samples = [1, 2, 3, 4].map((count) => ({ atMs: count * 10, value: 100 + count * 5 }))

    expect(trendOf(samples)).to.deep.equal({ start: 105, growth: 15 })
  })

  it('is not misled by one high value at the end', () => {
    const values = [0, 0, 0, 0, 0, 0, 0, 0, 10]
    const samples = values.map((value, index) => ({ atMs: index, value }))

    expect(trendOf(samples).growth).to.be.closeTo(5.33, 0.01)
  })

  it('refuses samples of a single moment', () => {
    expect(() => trendOf([{ atMs: 1, value: 1 }])).to.throw(RangeError, 'two times')
  })
})
