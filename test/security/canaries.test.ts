import { expect } from 'chai'
import { Canaries } from './canaries.ts'

const secret = 'a secret: of?a>seller/with+more, éñ'

describe('a canary', () => {
  for (const [how, text] of Object.entries({
    'as it is': `log ${secret} end`,
    'URL-encoded': `?a=${encodeURIComponent(secret)}&b`,
    'form-encoded': new URLSearchParams({ secret }).toString(),
    'in hex': Buffer.from(`x${secret}`).toString('hex'),
    'in capital hex': Buffer.from(secret).toString('hex').toUpperCase(),
    'in base64': Buffer.from(secret).toString('base64'),
    'inside of base64': Buffer.from(`user:${secret}, and more`).toString('base64'),
    'inside of base64, a byte later': Buffer.from(`user: ${secret}, and more`).toString('base64'),
    'inside of base64url': Buffer.from(`user_:${secret}`).toString('base64url'),
    'by its first half': secret.slice(0, 20),
    'by its second half': secret.slice(15),
  })) {
    it(`is found ${how}`, () => {
      expect(new Canaries({ secret }).foundIn(text)).not.to.deep.equal([])
    })
  }

  it('is not found where it is not, and is not named by its value', () => {
    const canaries = new Canaries({ secret })
    expect(canaries.foundIn('a secret: of another seller')).to.deep.equal([])
    expect(canaries.foundIn(secret).join()).not.to.include(secret)
  })
})
