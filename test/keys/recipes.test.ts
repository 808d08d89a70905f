import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'

const page = readFileSync('../../docs/keys.md', 'utf8')

describe('the recipes of docs/keys.md', () => {
  for (const name of readdirSync('recipes')) {
    it(`${name} is there as it runs here`, () => {
      const recipe = readFileSync(`recipes/${name}`, 'utf8')
      expect(page).to.include(`\`\`\`ts\n${recipe}\`\`\``)
    })
  }

  it('are all here', () => {
    const [, section = ''] = page.split('\n## Recipes\n')
    const [recipes = ''] = section.split('\n## ')
    expect(recipes.match(/```ts/g)).to.have.lengthOf(readdirSync('recipes').length)
  })
})
