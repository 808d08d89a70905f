import { expect } from 'chai'
import { closeServers, httpServer } from '../../helpers/loopback.ts'
import { withRealSockets } from '../../helpers/nock.ts'
import { avoidedWords, longestSentence, sentencesOf } from '../../workspace/english.ts'
import { type LivelySandbox, livelySandbox, type Stop, stops } from './tour.ts'

// Shows the sequence of requests, and its words are its own.
const others = ['activity']

describe('sandbox: the words of its pages', () => {
  withRealSockets()
  let lively: LivelySandbox

  before(async () => {
    const receiver = await httpServer((response) => response.writeHead(200).end())
    lively = await livelySandbox(`${receiver.origin}/webhook`)
  })
  after(async () => {
    await lively?.sandbox.close()
    await closeServers()
  })

  async function sentencesAt({ prepare, url }: Stop, language: string): Promise<string[]> {
    prepare?.(lively.sandbox)
    const headers = { accept: 'text/html', 'accept-language': language }
    const page = await (await fetch(url(lively), { headers })).text()
    return sentencesOf({ place: page, text: proseOf(page) })
  }

  for (const stop of stops.filter(({ name }) => !others.includes(name))) {
    it(`are plain English: ${stop.name}`, async () => {
      const avoided = (await sentencesAt(stop, 'en')).flatMap((sentence) =>
        avoidedWords
          .filter(([pattern]) => pattern.test(sentence))
          .map(([pattern, instead]) => `${pattern} → ${instead}: ${sentence}`),
      )

      expect(avoided).to.deep.equal([])
    })

    for (const language of ['es', 'pt', 'en']) {
      it(`make short sentences: ${stop.name}, ${language}`, async () => {
        const sentences = await sentencesAt(stop, language)

        expect(sentences).to.not.deep.equal([])
        expect(sentences.filter((each) => each.split(' ').length > longestSentence)).to.deep.equal(
          [],
        )
      })
    }
  }
})

/** The text of a page: each element that stands apart is a paragraph, and code is one word. */
function proseOf(page: string): string {
  return page
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<code[^>]*>.*?<\/code>/gs, 'x')
    .replace(/<\/?(strong|em|mark|span|time)\b[^>]*>/g, '')
    .replace(/<[^>]+>/g, '\n\n')
    .replace(/&\w+;/g, ' ')
}
