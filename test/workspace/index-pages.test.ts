import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { longestSentence, sentencesOf } from './english.ts'

const pathsIn = (text: string) =>
  [...text.matchAll(/\]\(([^)#]*)(?:#[^)]*)?\)/g)].map(([, path = '']) => path)

const pagesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)

// `snippets.test.ts` holds that what they link to exists.
describe('docs/README.md', () => {
  const text = readFileSync('docs/README.md', 'utf8')

  it('has one link, to a heading, for each question that is asked most often', () => {
    const [, asked = ''] = text.split('\n## ')
    const rows = asked.split('\n').filter((line) => /^\| .*\?/.test(line))
    const links = rows.map((row) => row.match(/\]\([^)#]+#[^)]+\)/g)?.length)
    expect(links).to.deep.equal(Array(20).fill(1))
  })

  it('leads to every guide', () => {
    const guides = readdirSync('docs').filter((name) => /^(?!README).*\.md$/.test(name))
    expect(pathsIn(text)).to.include.members(guides)
  })
})

/** https://llmstxt.org */
describe('llms.txt', () => {
  const text = readFileSync('llms.txt', 'utf8')
  const [head = '', ...sections] = text.split(/^## /m)

  it('has a title, a summary, and sections that are lists of links', () => {
    expect(head).to.match(/^# mercadopago-oauth\n\n> .+\n\n[^#]+\n\n$/)
    for (const section of sections) expect(section).to.match(/^\w+\n\n(- \[.+\]\(.+\): .+\n)+\n?$/)
    expect(sections.at(-1)).to.match(/^Optional\n/)
  })

  it('lists every page once', () => {
    const folders = ['packages', 'examples'].flatMap((parent) =>
      readdirSync(parent).map((name) => `${parent}/${name}/README.md`),
    )
    const root = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']
    expect(pathsIn(text)).to.have.members([...root, ...pagesOf('docs'), ...folders])
  })

  it('has no long sentence', () => {
    const sentences = sentencesOf({ place: 'llms.txt', text })
    expect(sentences.filter((each) => each.split(' ').length > longestSentence)).to.deep.equal([])
  })
})
