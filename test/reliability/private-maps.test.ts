import { expect } from 'chai'
import { mapSizes } from './private-maps.ts'

class Register {
  readonly #entries = new Map<string, number>()
  readonly names = new Set<string>()

  add(name: string): void {
    this.#entries.set(name, this.names.add(name).size)
  }
}

describe('mapSizes()', () => {
  it('counts the entries of private and public maps, at any moment', () => {
    const register = new Register()
    const shop = { register }

    expect(mapSizes({ shop })).to.deep.equal({
      'shop.register.names': 0,
      'shop.register.#entries': 0,
    })
    register.add('ana')
    register.add('eva')
    expect(mapSizes({ shop })).to.deep.equal({
      'shop.register.names': 2,
      'shop.register.#entries': 2,
    })
  })

  it('leaves nothing behind', () => {
    mapSizes({ shop: new Register() })

    expect(Object.keys(globalThis)).not.to.include('inspectedRoots')
  })
})
