import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const { dirname } = import.meta
const pages = ['databases.md', 'operations.md'].map((name) =>
  readFileSync(join(dirname, '../../docs', name), 'utf8'),
)
const recipes = [
  'drizzle/drizzle.config.ts',
  ...readdirSync(join(dirname, 'recipes'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `recipes/${name}`),
]

describe('the pages', () => {
  for (const recipe of recipes) {
    it(`show ${recipe}, which is what these tests run`, () => {
      const text = readFileSync(join(dirname, recipe), 'utf8')
      const [, language] = /\.(\w+)$/.exec(recipe)

      const shown = pages.filter((page) => page.includes(`\`\`\`${language}\n${text}\`\`\`\n`))

      expect(shown).to.have.length(1)
    })
  }
})
