import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { run } from './command-line.ts'

const everywhere = ['json', 'help']
const provider = ['provider', 'country', 'base-url', 'tenant', 'sandbox']
const tokens = ['out', 'show-tokens']
const store = ['store', 'table', 'schema', 'prefix']
const sellerTokens = ['environment', 'renew-before-days']
const sellers = [...store, 'client-id', ...sellerTokens, ...provider]

/** Every command, with all that it takes, in the order of its help. */
const commands: Record<string, string[]> = {
  pkce: ['method', 'length'],
  'authorize-url': ['client-id', 'redirect-uri', 'scope', ...provider],
  exchange: ['client-id', 'redirect-uri', ...tokens, ...provider],
  refresh: [...tokens, 'client-id', ...provider],
  'client-credentials': ['client-id', ...tokens, ...provider],
  whoami: provider,
  'sellers list': ['needs', ...sellers],
  'sellers renew': ['due', 'within-days', 'concurrency', ...sellers],
  'sellers unlink': ['yes', ...sellers],
  'sellers rewrap': ['after', ...sellers],
  doctor: [
    'audit',
    ...['client-id', 'redirect-uri', 'expect-redirect-uri', 'site-id', 'timeout-ms'],
    ...[...store, ...sellerTokens, ...provider],
  ],
  'verify-live': [
    ...['client-id', 'redirect-uri', 'http-redirect-uri', 'query-redirect-uri', 'port'],
    ...['notifications', 'out', 'country', 'sandbox'],
  ],
}

const withoutValue = ['json', 'help', 'show-tokens', 'due', 'yes', 'notifications', 'audit']
const everyOption = [...new Set([...Object.values(commands).flat(), ...everywhere])]

async function helpOf(name: string): Promise<string> {
  const { stdout, ...rest } = await run([...name.split(' '), '--help'])
  expect(rest).to.deep.equal({ stderr: '', code: 0 })
  return stdout
}

describe('the help of mercadopago-oauth', () => {
  withRealSockets()

  it('names every command', async () => {
    const { stdout } = await run(['--help'])

    expect(
      [...stdout.matchAll(/^ {2}([a-z][a-z -]*[a-z]) {2,}\S/gm)].map(([, name]) => name),
    ).to.deep.equal(Object.keys(commands))
  })

  for (const [name, own] of Object.entries(commands)) {
    it(`shows each option of ${name}, with what it takes, and no other`, async () => {
      const lines = (await helpOf(name)).split('\n').filter((line) => line.startsWith('  --'))
      const shown = lines.map((line) => {
        const [, option, value] = /^ {2}--([a-z-]+)(?:, -h)?( <[a-z]+>)? {2,}\S.+$/.exec(line) ?? []
        return { option, takesValue: value !== undefined }
      })

      expect(shown).to.deep.equal(
        [...own, ...everywhere].map((option) => {
          return { option, takesValue: !withoutValue.includes(option) }
        }),
      )
    })

    it(`takes the options that the help of ${name} shows, and refuses all others`, async () => {
      const taken: string[] = []
      for (const option of everyOption) {
        const value = withoutValue.includes(option) ? '' : '=x'
        const { code } = await run([...name.split(' '), `--${option}${value}`, '--help'])
        if (code === 0) taken.push(option)
      }

      expect(taken).to.have.members([...own, ...everywhere])
    })

    it(`fits the help of ${name} into 105 columns`, async () => {
      const widths = (await helpOf(name)).split('\n').map((line) => line.length)

      expect(Math.max(...widths)).to.be.at.most(105)
    })
  }

  it('shows the defaults', async () => {
    expect(await helpOf('pkce')).to.equal(
      [
        'Usage: mercadopago-oauth pkce [options]',
        '',
        'Creates a code verifier and its challenge (RFC 7636). Nothing is sent.',
        'The verifier is secret until the code is exchanged.',
        '',
        '  --method <method>  S256 or plain; default S256',
        '  --length <number>  characters of the verifier, 43 to 128; default 43',
        '  --json             print the result as JSON',
        '  --help, -h         print this help',
        '',
        'Exit codes: 0 done, 1 failed or found faults, 2 used wrongly.',
        '',
      ].join('\n'),
    )
  })
})
