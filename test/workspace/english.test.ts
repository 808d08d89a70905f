import { expect } from 'chai'
import { avoidedWords, longestSentence, marketplaceWords, pages, sentencesOf } from './english.ts'

describe('the English of the pages', () => {
  for (const page of pages()) {
    it(`is read once: ${page.place}`, () => {
      expect(findings(sentencesOf(page))).to.deep.equal([])
    })
  }

  it('is read once in the sample marketplace', () => {
    const words = marketplaceWords()

    expect(words.length).to.be.above(200)
    expect(findings(words.flatMap(sentencesOf))).to.deep.equal([])
  })
})

function findings(sentences: readonly string[]): string[] {
  const long = sentences.filter((sentence) => sentence.split(' ').length > longestSentence)
  const avoided = sentences.flatMap((sentence) =>
    avoidedWords
      .filter(([pattern]) => pattern.test(sentence))
      .map(([pattern, instead]) => `${pattern} → ${instead}: ${sentence}`),
  )
  return [...long, ...avoided]
}
