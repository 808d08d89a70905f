import { expect } from 'chai'
import { createClient, MemoryTokenStore, SellerTokens } from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { misuse, printed, thrown } from '../helpers/errors.ts'
import { TestKeyManager } from '../helpers/key-manager.ts'

/** 32 bytes of which 16 are different: the fewest a key may have. */
const key = Buffer.from(Array.from({ length: 32 }, (_, index) => 0xf0 + (index % 16)))
const hex = key.toString('hex')
const base64 = key.toString('base64')
const base64url = key.toString('base64url')

function sellersWith(encryptionKeys: unknown): SellerTokens {
  return new SellerTokens({
    client: createClient(application),
    store: new MemoryTokenStore(),
    encryptionKeys: encryptionKeys as string[],
  })
}

describe('encryptionKeys', () => {
  for (const [what, encoded] of [
    ['bytes', key],
    ['other bytes than a Buffer', new Uint8Array(key)],
    ['hex', hex],
    ['hex in capitals', hex.toUpperCase()],
    ['base64', base64],
    ['base64url', base64url],
  ] as const) {
    it(`may be ${what}, of which 16 are different`, () => {
      expect(sellersWith([encoded])).to.be.instanceOf(SellerTokens)
    })
  }

  it('may be key providers, their names of 1 to 256 characters', () => {
    const providers = ['k', 'n'.repeat(256)].map((name) => new TestKeyManager(name))
    expect(sellersWith([...providers, key])).to.be.instanceOf(SellerTokens)
  })

  for (const [message, refused] of [
    [
      'must be a list of keys',
      { missing: undefined, null: null, 'one key': key, text: hex, 'a list in looks': { 0: key } },
    ],
    ['must hold at least one key', { 'an empty list': [] }],
    [
      'must each be bytes, a string or a key provider',
      { undefined: [undefined], null: [null], 'a number': [42], 'a list of bytes': [[...key]] },
    ],
    [
      'must each be 32 bytes',
      {
        'no bytes': [Buffer.alloc(0)],
        '31 bytes': [key.subarray(1)],
        '33 bytes': [Buffer.concat([key, key.subarray(1, 2)])],
      },
    ],
    [
      'must each be random: randomBytes(32)',
      { 'bytes of which 15 are different': [key.map((byte) => Math.max(byte, 0xf1))] },
    ],
    [
      'must each be 32 bytes in base64, base64url or hex',
      {
        'no text': [''],
        'a pass phrase of 32 characters': ['correct horse battery staple 123'],
        'hex of 63 digits': [hex.slice(1)],
        'hex with a letter too far': [`${hex.slice(1)}g`],
        'hex with a character before it': [`A${hex}`],
        'hex with a character after it': [`${hex}A`],
        'base64 with a character before it': [`A${base64}`],
        'base64 with a character after it': [`${base64}A`],
        'base64url with a character before it': [`A${base64url}`],
        'base64url with a character after it': [`${base64url}A`],
        'bad behind a good one': [key, hex.slice(1)],
      },
    ],
    [
      'must each be bytes, a string or a key provider',
      {
        'a provider that cannot unwrap': [{ name: 'kms', wrap: async () => '' }],
        'a provider that cannot wrap': [{ name: 'kms', unwrap: async () => key }],
      },
    ],
    [
      'must hold key providers with a name of 1 to 256 characters',
      Object.fromEntries(
        [undefined, '', 'n'.repeat(257), 'line\nbreak', '\ud800', 42].map((name) => [
          `a provider named ${JSON.stringify(name)?.slice(0, 12)}`,
          [Object.assign(new TestKeyManager(), { name })],
        ]),
      ),
    ],
    [
      'must hold key providers of different names',
      { 'two of one name': [new TestKeyManager('kms'), key, new TestKeyManager('kms')] },
    ],
  ] as const) {
    for (const [what, keys] of Object.entries(refused)) {
      it(`are refused when they are ${what}: they ${message}`, () => {
        expect(misuse(() => sellersWith(keys))).to.deep.equal({
          code: 'ERR_INVALID_ARG_VALUE',
          message: `"encryptionKeys" ${message}`,
        })
      })
    }
  }

  it('are not shown when they are refused', () => {
    const error = thrown(() => sellersWith(['canary-pass-phrase']), TypeError)

    expect(printed(error)).to.not.include('canary')
  })
})
