import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { codes, everyError } from '../helpers/every-error.ts'

const page = readFileSync('docs/errors.md', 'utf8')
const [, ...chapters] = page.split('\n## ')
/** The section of each code: those under the headings that are no sentences. */
const sections = new Map(
  chapters
    .flatMap((chapter) => chapter.split('\n### ').slice(1))
    .map((section) => [section.split('\n', 1)[0] ?? '', section] as const)
    .filter(([heading]) => /^[a-z_]+$/.test(heading)),
)
const reasons = ['revoked', 'expired', 'rotation_lost', 'no_offline_access', 'not_linked']

/** What may be named after `@throws` and the name of a class. */
function codesOf(className: string): string[] {
  const own = codes.filter((code) => everyError[code][1]().constructor.name === className)
  return className === 'ReauthorizationRequiredError' ? [...own, ...reasons] : own
}

/** Every `@throws` of an error of ours in the packages, with the codes it names. */
function thrown(): { file: string; className: string; named: string[] }[] {
  const files = readdirSync('packages', { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[\w-]+\/src\/.*\.tsx?$/.test(name))
    .map((name) => join('packages', name))
  return files.flatMap((file) => {
    // The codes are listed first; what is in backticks after them is something else.
    const tags = readFileSync(file, 'utf8').matchAll(/@throws (\w+Error)((?:[,\s*]*`[a-z_]+`)*)/g)
    return [...tags]
      .map(([, className = '', list = '']) => ({
        file,
        className,
        named: list.match(/[a-z_]+/g) ?? [],
      }))
      .filter(({ className }) => codesOf(className).length > 0)
  })
}

describe('docs/errors.md', () => {
  it('has a heading for every code, and no other', () => {
    expect([...sections.keys()]).to.have.members(codes)
  })

  for (const code of codes) {
    it(`${code}: says the class, the status, and the four things to know`, () => {
      const [status, make] = everyError[code]
      const [, kind = '', ...items] = (sections.get(code) ?? '').split('\n').filter(Boolean)

      const [said, rest = ''] = kind.split(', status ')
      expect(said).to.equal(`\`${make().constructor.name}\``)
      expect(Number.parseInt(rest, 10)).to.equal(status)
      const heads = items.map((item) => /^- \*\*([A-Za-z ]+):\*\* ./.exec(item)?.[1])
      expect(heads).to.deep.equal(['What happened', 'Who acts', 'Check', 'See it'])
    })
  }

  it('knows every code that a docstring says is thrown, with its class', () => {
    const all = thrown()
    const unknown = all.flatMap(({ file, className, named }) =>
      named
        .filter((code) => !codesOf(className).includes(code))
        .map((code) => `${file}: ${className} \`${code}\``),
    )
    expect(all.length).to.be.above(60)
    expect(unknown).to.deep.equal([])
  })
})
