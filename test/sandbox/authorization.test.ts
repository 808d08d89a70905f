import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { authorizationUrl, codeChallenge, redirectUri } from './wire.ts'

const notReady = 'La aplicación no está preparada para conectarse a Mercado Pago'

/** The sentence, and the two texts that differ, as they are without the marks. */
function explanationOn(page: string): string {
  const sentence = /data-testid="explanation">([^<]*)</.exec(page)?.[1] ?? ''
  const [received, registered] = ['received', 'registered'].map((name) =>
    new RegExp(`data-testid="${name}">(.*?)</dd>`)
      .exec(page)?.[1]
      ?.replace(/<mark class="end">.*?<\/mark>/, '')
      .replace(/<[^>]*>/g, ''),
  )
  if (received === undefined) return sentence
  return `${sentence}\nReceived: ${received}\nRegistered: ${registered}`
}

describe('sandbox: GET /authorization', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  /** The response to a URL that must be refused: an error page, and no redirect. */
  async function refused(url: string): Promise<string> {
    const response = await fetch(url, { redirect: 'manual' })
    expect(response.status).to.equal(400)
    expect(response.headers.get('location')).to.equal(null)
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8')
    const page = await response.text()
    expect(page).to.contain(`<h1>${notReady}</h1>`)
    return explanationOn(page)
  }

  async function statusOf(fields: Record<string, string | undefined>): Promise<number> {
    const response = await fetch(authorizationUrl(sandbox, fields), { redirect: 'manual' })
    return response.status
  }

  it('shows the consent page for a good request', async () => {
    const response = await fetch(authorizationUrl(sandbox), { redirect: 'manual' })

    expect(response.status).to.equal(200)
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8')
    expect(response.headers.get('cache-control')).to.equal('no-store')
    expect(await response.text()).to.contain('<h1>Feria quiere conectarse a tu cuenta</h1>')
  })

  for (const field of ['prompt', 'show_login', 'country_id', 'site_id', 'max_age']) {
    it(`ignores ${field}, which integrators send and nobody documents`, async () => {
      expect(await statusOf({ [field]: 'login' })).to.equal(200)
    })
  }

  for (const [client_id, expected] of [
    ['1', 'No application has the client_id 1.'],
    ['', 'client_id is missing.'],
    [undefined, 'client_id is missing.'],
    [
      'FeriaSandboxSecretNotARealSecret',
      'client_id is not a number. Send the number of the application, not its secret or a token.',
    ],
  ] as const) {
    it(`refuses the client_id ${client_id}`, async () => {
      expect(await refused(authorizationUrl(sandbox, { client_id }))).to.equal(expected)
    })
  }

  for (const [received, difference, shown] of [
    [
      'https://feria.example/callback/',
      '31: it ends with a slash and the registered one does not.',
      '…example/callback/',
    ],
    [
      'https://feria.example/callback?shop=secret',
      '31: it has a query; put what changes with each request into state.',
      '…example/callback?•••••••••••',
    ],
    ['https://feria.example/callback#a', '31: it has a fragment.', '…example/callback#•'],
    [
      'http://feria.example/callback',
      '5: its scheme is http instead of https.',
      'http://feria.exa…',
    ],
    ['https://feria.example/Callback', '23: the letter case differs.', '…//feria.example/Callback'],
    ['HTTPS://FERIA.EXAMPLE/CALLBACK', '1: the letter case differs.', 'HTTPS://FERI…'],
    [' https://feria.example/callback', '1: it starts or ends with white space.', '␣https://fer…'],
    [
      'https://feria.example:443/callback',
      '22: it spells the same address in another way.',
      '…://feria.example:443/callbac…',
    ],
    [
      'https://feria.example:8443/callback',
      '22: its port is 8443 instead of the default.',
      '…://feria.example:8443/callba…',
    ],
    [
      'http://localhost/other?x=1',
      '5: its scheme is http instead of https; its host is localhost instead of feria.example; its path is different; its query is different.',
      'http://localhost…',
    ],
    [
      'https://ana:pass@feria.example/callback',
      '9: its user, password or fragment is different.',
      'https://••••••••@fer…',
    ],
    ['https://', '9: it is not an absolute URL.', 'https://'],
  ] as const) {
    it(`tells how ${received} differs from what is registered`, async () => {
      const explanation = await refused(authorizationUrl(sandbox, { redirect_uri: received }))

      const [first, second, third] = explanation.split('\n')
      expect(first).to.equal(
        `redirect_uri differs from the registered one at character ${difference}`,
      )
      expect(second).to.equal(`Received: ${shown}`)
      expect(third).to.match(/^Registered: \S+$/)
    })
  }

  it('shows the registered redirect_uri around the same place', async () => {
    const redirect_uri = 'https://feria.example/return'

    expect(await refused(authorizationUrl(sandbox, { redirect_uri }))).to.equal(
      'redirect_uri differs from the registered one at character 23: its path is different.\nReceived: …//feria.example/return\nRegistered: …//feria.example/callback',
    )
  })

  it('compares with the registered redirect_uri that is most alike', async () => {
    sandbox.application.redirectUris.unshift('http://localhost:3000/back')
    const redirect_uri = `${redirectUri}/`

    expect(await refused(authorizationUrl(sandbox, { redirect_uri }))).to.match(
      /^redirect_uri differs from the most similar of 2 registered ones at character 31: it ends /,
    )
  })

  it('says when no redirect_uri is registered', async () => {
    sandbox.application.redirectUris = []

    expect(await refused(authorizationUrl(sandbox))).to.equal(
      'No redirect_uri is registered for this application.',
    )
  })

  for (const [redirect_uri, expected] of [
    [undefined, 'redirect_uri is missing.'],
    ['state-in-the-wrong-place', 'redirect_uri is not an absolute URL.'],
    ['/callback', 'redirect_uri is not an absolute URL.'],
  ] as const) {
    it(`refuses the redirect_uri ${redirect_uri}`, async () => {
      expect(await refused(authorizationUrl(sandbox, { redirect_uri }))).to.equal(expected)
    })
  }

  for (const [received, marked] of [
    ['https://feria.example/Callback', ['c', 'C']],
    ['https://feria.example/callback/', ['ends here', '/']],
    ['https://feria.example/callbac', ['k', 'ends here']],
  ] as const) {
    it(`marks where ${received} differs`, async () => {
      const url = authorizationUrl(sandbox, { redirect_uri: received })
      const page = await (await fetch(`${url}&lang=en`)).text()

      const marks = [...page.matchAll(/<mark[^>]*>([^<]+)<\/mark>/g)].map(([, text]) => text)
      expect(marks).to.deep.equal(marked)
    })
  }

  it('says what to check in the language of the page, and where to look', async () => {
    const url = authorizationUrl(sandbox, { redirect_uri: `${redirectUri}/` })
    const page = await (await fetch(`${url}&lang=pt`)).text()

    expect(page).to.contain(
      'data-testid="advice">A URL de redirecionamento não é idêntica a uma registrada.</p>',
    )
    expect(page).to.contain('<a href="/sandbox?lang=pt">Abrir a sala de controle</a>')
  })

  it('escapes the redirect_uri it shows', async () => {
    const redirect_uri = 'https://"><script>a'

    const page = await (await fetch(authorizationUrl(sandbox, { redirect_uri }))).text()

    expect(page).to.not.contain('<script')
    expect(explanationOn(page)).to.contain('Received: https://&quot;>&lt;script>a\n')
  })

  it('accepts any of several redirect URIs, also one registered later', async () => {
    sandbox.application.redirectUris.push('http://localhost:3000/callback')

    expect(await statusOf({ redirect_uri: 'http://localhost:3000/callback' })).to.equal(200)
    expect(await statusOf({ redirect_uri: redirectUri })).to.equal(200)
  })

  for (const response_type of [undefined, '', 'token', 'code token', 'Code']) {
    it(`refuses the response_type ${JSON.stringify(response_type)}`, async () => {
      const explanation = await refused(authorizationUrl(sandbox, { response_type }))

      const fault = response_type ? 'has another value' : 'is missing'
      expect(explanation).to.equal(`response_type ${fault}. It must be &quot;code&quot;.`)
    })
  }

  for (const name of ['client_id', 'redirect_uri', 'state', 'code_challenge', 'anything']) {
    it(`refuses ${name} given twice`, async () => {
      const explanation = await refused(`${authorizationUrl(sandbox)}&${name}=x&${name}=x`)

      const what = name === 'anything' ? 'A parameter' : name
      expect(explanation).to.equal(`${what} appears more than once.`)
    })
  }

  it('refuses an application whose flow is switched off', async () => {
    sandbox.application.flows = ['client_credentials']

    const explanation = await refused(authorizationUrl(sandbox))

    expect(explanation).to.equal('The application does not allow the flow authorization_code.')
  })

  it('refuses a request without a challenge when PKCE is required', async () => {
    const explanation = await refused(
      authorizationUrl(sandbox, { code_challenge: undefined, code_challenge_method: undefined }),
    )

    expect(explanation).to.equal(
      'PKCE is required for this application and code_challenge is missing.',
    )
  })

  it('refuses a request with a challenge when PKCE is off', async () => {
    sandbox.application.pkce = 'off'

    const explanation = await refused(authorizationUrl(sandbox))

    expect(explanation).to.equal('PKCE is off for this application and code_challenge was sent.')
  })

  it('accepts a request with or without a challenge when PKCE is optional', async () => {
    sandbox.application.pkce = 'optional'

    expect(await statusOf({})).to.equal(200)
    expect(
      await statusOf({ code_challenge: undefined, code_challenge_method: undefined }),
    ).to.equal(200)
  })

  it('refuses a challenge method without a challenge', async () => {
    sandbox.application.pkce = 'optional'

    const explanation = await refused(authorizationUrl(sandbox, { code_challenge: undefined }))

    expect(explanation).to.equal('code_challenge_method was sent without code_challenge.')
  })

  for (const [method, challenge] of [
    ['S256', codeChallenge],
    ['plain', 'a'.repeat(43)],
    ['plain', `${'a'.repeat(124)}-._~`],
    ['Plain', 'a'.repeat(43)],
    [undefined, 'a'.repeat(128)],
  ] as const) {
    it(`accepts a challenge of ${challenge.length} characters by ${method ?? 'no method'}`, async () => {
      const fields = { code_challenge: challenge, code_challenge_method: method }

      expect(await statusOf(fields)).to.equal(200)
    })
  }

  const s256 = 'The method is S256.'
  const plain = 'The method is plain.'
  const notOfBase64url = `code_challenge has a character that is not base64url. ${s256}`
  for (const [method, challenge, expected] of [
    ['S256', 'a'.repeat(42), `code_challenge has 42 characters. It must have 43. ${s256}`],
    ['S256', 'a'.repeat(44), `code_challenge has 44 characters. It must have 43. ${s256}`],
    ['S256', '', `code_challenge has 0 characters. It must have 43. ${s256}`],
    ['S256', `${'a'.repeat(42)}~`, notOfBase64url],
    ['S256', `${'a'.repeat(42)}\n`, notOfBase64url],
    [
      'S256',
      `${codeChallenge}=`,
      `code_challenge ends with an equals sign. It must have no padding. ${s256}`,
    ],
    [
      'S256',
      `${'a'.repeat(42)}+`,
      `code_challenge is base64, with + or /. It must be base64url, with - and _ instead. ${s256}`,
    ],
    [
      'S256',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      `code_challenge looks like a hash in hex. It must be the base64url of the bytes of the hash. ${s256}`,
    ],
    ['s256', codeChallenge, 'code_challenge_method is s256. It must be S256, with a capital S.'],
    ['S512', codeChallenge, 'code_challenge_method must be S256 or plain.'],
    ['', codeChallenge, 'code_challenge_method must be S256 or plain.'],
    ['PLAIN', 'a'.repeat(43), 'code_challenge_method spells plain in a way that is not accepted.'],
    ['plain', 'a'.repeat(42), `code_challenge has 42 characters. It must have 43 to 128. ${plain}`],
    [
      'plain',
      'a'.repeat(129),
      `code_challenge has 129 characters. It must have 43 to 128. ${plain}`,
    ],
    [
      'plain',
      `${'a'.repeat(42)}+`,
      `code_challenge has a character other than A-Z a-z 0-9 - . _ ~. ${plain}`,
    ],
    [
      undefined,
      'a'.repeat(42),
      'code_challenge has 42 characters. It must have 43 to 128. The method is plain, because code_challenge_method is missing.',
    ],
  ] as const) {
    it(`refuses the challenge ${JSON.stringify(challenge)} by ${JSON.stringify(method)}`, async () => {
      const fields = { code_challenge: challenge, code_challenge_method: method }

      expect(await refused(authorizationUrl(sandbox, fields))).to.equal(expected)
    })
  }

  describe('sandbox.refusals', () => {
    it('tells what was wrong, oldest first, and the request log the same', async () => {
      const { clientId } = sandbox.application
      const at = sandbox.clock.now()
      await fetch(authorizationUrl(sandbox, { client_id: '1' }))
      await fetch(authorizationUrl(sandbox))
      await fetch(authorizationUrl(sandbox, { response_type: undefined }))

      expect(sandbox.refusals.map(({ at: _at, ...rest }) => rest)).to.deep.equal([
        { reason: 'unknown_client', explanation: 'No application has the client_id 1.' },
        {
          reason: 'response_type',
          explanation: 'response_type is missing. It must be "code".',
          clientId,
        },
      ])
      expect(sandbox.refusals[0]?.at).to.be.within(at, sandbox.clock.now())
      const logged = sandbox.requests.map(({ error, explanation }) => [error, explanation])
      expect(logged).to.deep.equal([
        ['unknown_client', 'No application has the client_id 1.'],
        [undefined, undefined],
        ['response_type', 'response_type is missing. It must be "code".'],
      ])
    })

    it('hold no state, challenge, secret or query, wherever they were sent', async () => {
      const { clientSecret } = sandbox.application
      const secrets = ['state-of-this-attempt', clientSecret, 'a-query', 'pass-word', 'S3cret']
      for (const secret of secrets) {
        for (const name of ['client_id', 'response_type', 'redirect_uri', 'code_challenge']) {
          await fetch(authorizationUrl(sandbox, { [name]: secret, state: secret }))
        }
        await fetch(authorizationUrl(sandbox, { code_challenge_method: secret }))
        await fetch(authorizationUrl(sandbox, { redirect_uri: `${redirectUri}?a=${secret}` }))
        await fetch(
          authorizationUrl(sandbox, { redirect_uri: `https://a:${secret}@feria.example/callback` }),
        )
      }

      const logs = JSON.stringify([sandbox.refusals, sandbox.requests])
      expect(sandbox.refusals).to.have.length(secrets.length * 7)
      expect(secrets.filter((secret) => logs.includes(secret))).to.deep.equal([])
    })
  })

  it('does not show state, challenge or secret on the error page', async () => {
    const url = authorizationUrl(sandbox, { redirect_uri: 'x', state: 'state-of-this-attempt' })

    const page = await (await fetch(url)).text()

    expect(page).to.not.contain('state-of-this-attempt')
    expect(page).to.not.contain(codeChallenge)
    expect(page).to.not.contain(sandbox.application.clientSecret)
  })

  for (const [language, title] of [
    ['es-AR', notReady],
    ['pt-BR,pt;q=0.9', 'O aplicativo não está pronto para se conectar a Mercado Pago'],
    ['en-GB', 'The application is not ready to connect to Mercado Pago'],
    ['de', notReady],
  ] as const) {
    it(`speaks to a browser that accepts ${language}`, async () => {
      const headers = { 'accept-language': language }

      const response = await fetch(authorizationUrl(sandbox, { client_id: '1' }), { headers })

      expect(await response.text()).to.contain(`<h1>${title}</h1>`)
    })
  }
})
