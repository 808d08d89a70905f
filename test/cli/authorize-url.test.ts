import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { run } from './command-line.ts'

const env = {
  MERCADOPAGO_CLIENT_ID: '4400123456789012',
  MERCADOPAGO_REDIRECT_URI: 'https://shop.example/mp/callback',
}

interface Printed {
  authorizationUrl: string
  state: string
  codeVerifier: string
}

async function printed(...options: string[]): Promise<Printed> {
  const { stdout, stderr, code } = await run(['authorize-url', '--json', ...options], env)
  expect({ stderr, code }).to.deep.equal({ stderr: '', code: 0 })
  return JSON.parse(stdout)
}

describe('mercadopago-oauth authorize-url', () => {
  withRealSockets()

  it('prints the address, and the state and the verifier that belong to it', async () => {
    const { stdout, ...rest } = await run(['authorize-url'], env)

    expect(rest).to.deep.equal({ stderr: '', code: 0 })
    const [, url = '', state, verifier = ''] =
      /^authorization URL {2}(\S+)\nstate {14}(\S{43})\ncode verifier {6}(\S{43})\n$/.exec(
        stdout,
      ) ?? []
    const { origin, pathname, searchParams } = new URL(url)
    expect(origin + pathname).to.equal('https://auth.mercadopago.com/authorization')
    expect(Object.fromEntries(searchParams)).to.deep.equal({
      platform_id: 'mp',
      response_type: 'code',
      client_id: '4400123456789012',
      redirect_uri: 'https://shop.example/mp/callback',
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
  })

  it('takes the application and the scope from options, before the environment', async () => {
    const { authorizationUrl } = await printed(
      ...['--client-id', '42', '--redirect-uri', 'http://localhost:3000/cb'],
      ...['--scope', 'read', '--scope', 'offline_access write'],
    )

    const { searchParams } = new URL(authorizationUrl)
    expect(searchParams.get('client_id')).to.equal('42')
    expect(searchParams.get('redirect_uri')).to.equal('http://localhost:3000/cb')
    expect(searchParams.get('scope')).to.equal('read offline_access write')
  })

  for (const [options, address] of [
    [['--country', 'br'], 'https://auth.mercadopago.com.br/authorization'],
    [
      ['--provider', 'mercadolibre', '--country', 'CL'],
      'https://auth.mercadolibre.cl/authorization',
    ],
    [
      [
        '--provider',
        'wso2',
        '--base-url',
        'https://login.example:9443',
        '--tenant',
        'shop.example',
      ],
      'https://login.example:9443/t/shop.example/oauth2/authorize',
    ],
    [['--sandbox', 'http://localhost:4400/'], 'http://localhost:4400/authorization'],
  ] as const) {
    it(`knows ${options.join(' ')}`, async () => {
      const { authorizationUrl } = await printed(...options)

      expect(authorizationUrl.split('?')[0]).to.equal(address)
    })
  }

  describe('with MERCADOPAGO_SANDBOX', () => {
    const url = 'http://localhost:4400'

    async function addressWith(sandbox: string, ...options: string[]): Promise<string | undefined> {
      const args = ['authorize-url', '--json', ...options]
      const { stdout, stderr } = await run(args, { ...env, MERCADOPAGO_SANDBOX: sandbox })
      expect(stderr).to.equal('')
      return (JSON.parse(stdout) as Printed).authorizationUrl.split('?')[0]
    }

    it('goes to that sandbox', async () => {
      expect(await addressWith(url)).to.equal(`${url}/authorization`)
    })

    it('goes to Mercado Pago when it is empty', async () => {
      expect(await addressWith('')).to.equal('https://auth.mercadopago.com/authorization')
    })

    it('goes to the sandbox of the option first', async () => {
      const other = 'http://127.0.0.1:4500'
      expect(await addressWith(url, '--sandbox', other)).to.equal(`${other}/authorization`)
    })

    it('goes to the provider of the option first', async () => {
      const options = ['--provider', 'mercadolibre', '--country', 'CL']
      expect(await addressWith(url, ...options)).to.equal(
        'https://auth.mercadolibre.cl/authorization',
      )
    })

    for (const [sandbox, options, sentence] of [
      [
        'http://api.mercadopago.com',
        [],
        'MERCADOPAGO_SANDBOX must use https (http only on localhost, 127.0.0.1 or [::1]).',
      ],
      [
        url,
        ['--country', 'AR'],
        'MERCADOPAGO_SANDBOX replaces mercadopago: unset it, or remove --country.',
      ],
    ] as const) {
      it(`refuses ${[sandbox, ...options].join(' ')}`, async () => {
        const given = { ...env, MERCADOPAGO_SANDBOX: sandbox }
        expect(await run(['authorize-url', ...options], given)).to.deep.equal({
          stdout: '',
          stderr: `${sentence}\nSee mercadopago-oauth authorize-url --help\n`,
          code: 2,
        })
      })
    }
  })

  it('asks an issuer for its metadata', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${issuer}/consent`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/me`,
        }),
      )
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

    const { authorizationUrl } = await printed('--provider', issuer).finally(() => server.close())

    expect(authorizationUrl).to.match(new RegExp(`^${issuer}/consent\\?scope=openid&`))
  })

  for (const [options, sentence] of [
    [
      ['--provider', 'paypal'],
      '--provider must be mercadopago, mercadolibre, wso2 or the https URL of an issuer.',
    ],
    [['--provider', 'wso2'], '--base-url is needed for wso2.'],
    [['--provider', 'mercadolibre'], '--country must be one of AR, BR, CL, CO, MX, PE, UY.'],
    [['--country', 'FR'], '--country must be one of AR, BR, CL, CO, MX, PE, UY.'],
    [['--tenant', 'shop.example'], '--base-url and --tenant are for wso2.'],
    [
      ['--provider', 'wso2', '--base-url', 'https://x.example', '--country', 'AR'],
      '--country is for mercadopago and mercadolibre.',
    ],
    [
      ['--sandbox', 'http://localhost:4400', '--country', 'AR'],
      '--sandbox replaces mercadopago: remove --provider and --country.',
    ],
    [
      ['--sandbox', 'http://sandbox.example'],
      '--sandbox must use https (http only on localhost, 127.0.0.1 or [::1]).',
    ],
    [
      ['--redirect-uri', 'http://shop.example/cb'],
      '--redirect-uri must use https (http only on localhost, 127.0.0.1 or [::1]).',
    ],
  ] as const) {
    it(`refuses ${options.join(' ')}`, async () => {
      expect(await run(['authorize-url', ...options], env)).to.deep.equal({
        stdout: '',
        stderr: `${sentence}\nSee mercadopago-oauth authorize-url --help\n`,
        code: 2,
      })
    })
  }

  for (const [variable, option] of [
    ['MERCADOPAGO_CLIENT_ID', '--client-id'],
    ['MERCADOPAGO_REDIRECT_URI', '--redirect-uri'],
  ] as const) {
    it(`says that ${variable} is missing`, async () => {
      expect(await run(['authorize-url'], { ...env, [variable]: '' })).to.deep.equal({
        stdout: '',
        stderr: `${variable} is missing: set it, or give ${option}.\nSee mercadopago-oauth authorize-url --help\n`,
        code: 2,
      })
    })
  }
})
