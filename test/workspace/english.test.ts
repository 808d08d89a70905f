import { expect } from 'chai'
import { avoidedWords, longestSentence, type Prose, pages, sentencesOf } from './english.ts'
import { type SourceProse, sourceProse } from './source-prose.ts'

describe('the English of the pages', () => {
  for (const page of pages()) {
    it(`is read once: ${page.place}`, () => {
      expect(findings(sentencesOf(page))).to.deep.equal([])
    })
  }
})

describe('the English of the sources', () => {
  let sources: SourceProse

  before(() => {
    sources = sourceProse()
  })

  it('is read once in comments', () => {
    expect(sources.comments).to.have.length.above(4000)
    expect(sources.comments.flatMap(placed)).to.deep.equal([])
  })

  it('is read once in messages and on pages', () => {
    expect(sources.messages).to.have.length.above(2500)
    expect(sources.messages.flatMap(placed)).to.deep.equal([])
  })

  it('is read once in the titles of tests', () => {
    expect(sources.titles).to.have.length.above(2500)
    expect(sources.titles.flatMap(placed)).to.deep.equal([])
  })
})

/** What is wrong with a text, each with its place. */
function placed(prose: Prose): string[] {
  return findings(sentencesOf(prose)).map((finding) => `${prose.place}: ${finding}`)
}

function findings(sentences: readonly string[]): string[] {
  const long = sentences.filter((sentence) => sentence.split(' ').length > longestSentence)
  const avoided = sentences.flatMap((sentence) =>
    avoidedWords
      .filter(([pattern]) => pattern.test(sentence))
      .map(([pattern, instead]) => `${pattern} → ${instead}: ${sentence}`),
  )
  return [...long, ...avoided]
}
