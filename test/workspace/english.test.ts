import { expect } from 'chai'
import { avoidedWords, longestSentence, pages, sentencesOf } from './english.ts'

describe('the English of the pages', () => {
  for (const page of pages()) {
    it(`is read once: ${page.place}`, () => {
      const sentences = sentencesOf(page)
      const long = sentences.filter((sentence) => sentence.split(' ').length > longestSentence)
      const avoided = sentences.flatMap((sentence) =>
        avoidedWords
          .filter(([pattern]) => pattern.test(sentence))
          .map(([pattern, instead]) => `${pattern} → ${instead}: ${sentence}`),
      )

      expect([...long, ...avoided]).to.deep.equal([])
    })
  }
})
