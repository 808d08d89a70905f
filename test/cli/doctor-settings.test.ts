import { expect } from 'chai'
import { closedOrigin } from '../helpers/loopback.js'
import { withRealSockets } from '../helpers/nock.ts'
import { healthy, visit, visitProcess, withoutNames } from './doctor-visit.js'

type Case = [title: string, value: string | undefined, lines: string[]]

/** The sandbox that is named is not there: what the provider would say is not asked for here. */
let nobody: string[]

function judges(cases: readonly Case[], check: string, variable: string): void {
  for (const [title, value, lines] of cases) {
    it(title, async () => {
      const { linesOf, stdout, stderr } = await visit(nobody, { [variable]: value })
      expect(linesOf(check)).to.deep.equal(lines)
      expect(stderr).to.equal('')
      const isSecret = check !== 'redirect-uri' && Boolean(value)
      if (isSecret) expect(stdout).not.to.include(value)
      expect(stdout).not.to.include('canary')
    })
  }
}

describe('mercadopago-oauth doctor, of a setting that', function settings() {
  withRealSockets()

  // Some start a process.
  this.timeout(60_000)

  before(async () => {
    nobody = ['--sandbox', await closedOrigin()]
  })

  describe('redirect-uri: MERCADOPAGO_REDIRECT_URI', () => {
    const cases: Case[] = [
      [
        'is not there',
        undefined,
        [
          'fault  The redirect URI is missing. A seller cannot come back. Set MERCADOPAGO_REDIRECT_URI to the redirect URL in the panel.',
        ],
      ],
      [
        'has quotes around it',
        '"https://shop.example/callback"',
        [
          'fault  MERCADOPAGO_REDIRECT_URI has quotes around it. They count as part of the value. Remove them. Unlike a shell, Docker and systemd keep quotes.',
        ],
      ],
      [
        'brings a Windows line end',
        'https://shop.example/callback\r',
        [
          'fault  MERCADOPAGO_REDIRECT_URI ends with a line break. It counts as part of the value, so the value is wrong. Remove it. It often comes from a file: a last line break, Windows line ends, or UTF-8 with a BOM.',
        ],
      ],
      [
        'is more than one address',
        'https://shop.example/callback,http://localhost:3000/callback',
        [
          'fault  The redirect URI is more than one address. A client has exactly one. Give one, and run this again for each of the others.',
        ],
      ],
      [
        'is relative',
        '/callback',
        [
          'fault  The redirect URI is not an absolute URL. The app refuses to start with it. Write it with https:// and the host, as it is in the panel.',
        ],
      ],
      [
        'lacks the scheme',
        'shop.example/callback',
        [
          'fault  The redirect URI is not an absolute URL. The app refuses to start with it. Write it with https:// and the host, as it is in the panel.',
        ],
      ],
      [
        'has a scheme of an app',
        'shop://callback',
        [
          'fault  The redirect URI is neither https nor http. The app refuses to start with it. Write it with https://, as it is in the panel.',
        ],
      ],
      [
        'is http on a public host',
        'http://shop.example/callback',
        [
          'fault  The redirect URI is http on a host that is not this machine. The code would travel unencrypted, and the panel accepts https only. Serve the callback over https.',
        ],
      ],
      [
        'is http on localhost, for the sandbox',
        'http://localhost:3000/callback',
        ['ok  The redirect URI on localhost:3000 follows the rules.'],
      ],
      [
        'is on 127.0.0.1, where cookies of localhost are not',
        'http://127.0.0.1:3000/callback',
        [
          'warning  The redirect URI is on 127.0.0.1, which is not localhost for a browser. A cookie that was set on localhost is not sent there, and the callback ends with state_missing. Open the app as http://127.0.0.1:3000, or use localhost in both.',
        ],
      ],
      [
        'is on [::1]',
        'http://[::1]:3000/callback',
        [
          'warning  The redirect URI is on [::1], which is not localhost for a browser. A cookie that was set on localhost is not sent there, and the callback ends with state_missing. Open the app as http://[::1]:3000, or use localhost in both.',
        ],
      ],
      [
        'is an address to listen on',
        'http://0.0.0.0:3000/callback',
        [
          'fault  The redirect URI is on 0.0.0.0. You can listen on it, but a browser cannot open it. Write the host name that browsers use.',
        ],
      ],
      [
        'is on an IP address',
        'https://192.168.0.7/callback',
        [
          'warning  The redirect URI is on an IP address. Certificates and the panel expect host names. Register a host name.',
        ],
      ],
      [
        'has a fragment',
        'https://shop.example/callback#top',
        [
          'fault  The redirect URI has a fragment (#). The app refuses to start with it. RFC 6749, section 3.1.2, forbids it: the server never receives it. Remove the # and everything after it.',
        ],
      ],
      [
        'has an empty fragment',
        'https://shop.example/callback#',
        [
          'fault  The redirect URI has a fragment (#). The app refuses to start with it. RFC 6749, section 3.1.2, forbids it: the server never receives it. Remove the # and everything after it.',
        ],
      ],
      [
        'carries a user',
        'https://ana:canary-password@shop.example/callback',
        [
          'fault  The redirect URI carries a user name or password. The app refuses to start with it. It would be shown to every seller. Remove everything before the @.',
        ],
      ],
      [
        'has a query',
        'https://shop.example/callback?shop=7',
        [
          'warning  The redirect URI has query parameters. The provider compares it as text with the one in the panel. It must be static, and it is not documented whether it may have a query. Remove them. Use returnTo for what has to come back.',
        ],
      ],
      [
        'has a parameter of the answer',
        'https://shop.example/callback?code=7',
        [
          'fault  The redirect URI has the query parameter code. The response adds its own, and a repeated parameter is refused (callback_malformed). Remove it.',
        ],
      ],
      [
        'ends with a slash',
        'https://shop.example/callback/',
        [
          'warning  The redirect URI ends with a slash. The provider compares it as text with the one in the panel. Frameworks and proxies add and remove such a slash. Make sure that it also ends with a slash in the panel, or remove it in both.',
        ],
      ],
      [
        'has no path',
        'https://shop.example',
        [
          'warning  The redirect URI has no path. The provider compares it as text with the one in the panel. With and without the slash at its end, it is two different addresses. Give the callback a separate path, such as /callback.',
        ],
      ],
      [
        'has the path of a slash',
        'https://shop.example/',
        [
          'warning  The redirect URI has no path. The provider compares it as text with the one in the panel. With and without the slash at its end, it is two different addresses. Give the callback a separate path, such as /callback.',
        ],
      ],
      [
        'names the default port',
        'https://shop.example:443/callback',
        [
          'warning  The redirect URI names the default port 443. The provider compares it as text with the one in the panel. Browsers and proxies omit that port. Remove it, here and in the panel.',
        ],
      ],
      [
        'names the default port of http',
        'http://localhost:80/callback',
        [
          'warning  The redirect URI names the default port 80. The provider compares it as text with the one in the panel. Browsers and proxies omit that port. Remove it, here and in the panel.',
        ],
      ],
      [
        'has a port on a public host',
        'https://shop.example:3000/callback',
        [
          'warning  The redirect URI has the port 3000 on a public host. The provider compares it as text with the one in the panel. It is often an internal port behind a proxy, which sellers cannot reach. Use the address that a browser shows.',
        ],
      ],
      [
        'has a host beyond ASCII',
        'https://señal.example/callback',
        [
          'warning  The redirect URI has a host with letters beyond ASCII. The provider compares it as text with the one in the panel. Browsers and panels rewrite such a host as xn--seal-hqa.example. Write xn--seal-hqa.example, here and in the panel.',
        ],
      ],
      [
        'has a path beyond ASCII',
        'https://shop.example/señal',
        [
          'warning  The redirect URI has letters beyond ASCII behind the host. The provider compares it as text with the one in the panel. Browsers send them percent-encoded. Use ASCII only, here and in the panel.',
        ],
      ],
      [
        'has capital letters in its host',
        'https://Shop.example/callback',
        [
          'warning  The redirect URI is not spelled the way a browser spells it. The provider compares it as text with the one in the panel. A browser changes capital letters of the host, \\ and .. Copy it from the address bar of a browser.',
        ],
      ],
      [
        'has dots in its path',
        'https://shop.example/a/../callback',
        [
          'warning  The redirect URI is not spelled the way a browser spells it. The provider compares it as text with the one in the panel. A browser changes capital letters of the host, \\ and .. Copy it from the address bar of a browser.',
        ],
      ],
      [
        'could steer the terminal',
        'https://shop.example/callback\u001b[2J',
        [
          'warning  The redirect URI is not spelled the way a browser spells it. The provider compares it as text with the one in the panel. A browser changes capital letters of the host, \\ and .. Copy it from the address bar of a browser.',
        ],
      ],
    ]
    judges(cases, 'redirect-uri', 'MERCADOPAGO_REDIRECT_URI')
  })

  describe('client-id: MERCADOPAGO_CLIENT_ID', () => {
    const cases: Case[] = [
      [
        'is not there',
        undefined,
        [
          'fault  MERCADOPAGO_CLIENT_ID is missing. No request is possible without it. Copy the Client ID (application number) from the production credentials of the panel.',
        ],
      ],
      [
        'is empty',
        '',
        [
          'fault  MERCADOPAGO_CLIENT_ID is missing. No request is possible without it. Copy the Client ID (application number) from the production credentials of the panel.',
        ],
      ],
      [
        'is an access token',
        'APP_USR-1234567890123456-112112-0123456789abcdef0123456789abcdef-987654321',
        [
          'fault  MERCADOPAGO_CLIENT_ID is an access token. Every authorization URL contains it, and the consent page refuses it. Copy the Client ID (application number), which is all digits.',
        ],
      ],
      [
        'is a public key',
        'APP_USR-00000000-1111-2222-3333-444444444444',
        [
          'fault  MERCADOPAGO_CLIENT_ID is a public key. Every authorization URL contains it, and the consent page refuses it. Copy the Client ID (application number), which is all digits.',
        ],
      ],
      [
        'is no number',
        'feria',
        [
          'fault  MERCADOPAGO_CLIENT_ID is not a number. The consent page knows no such application. Copy the Client ID (application number) from the production credentials of the panel.',
        ],
      ],
      [
        'is as short as a User ID',
        '123456789',
        [
          'warning  MERCADOPAGO_CLIENT_ID has only 9 digits. An application number has about 16; the User ID beside it in the panel has fewer. Copy the Client ID, not the User ID.',
        ],
      ],
      [
        'has quotes around it',
        "'4400123456789012'",
        [
          'fault  MERCADOPAGO_CLIENT_ID has quotes around it. They count as part of the value. Remove them. Unlike a shell, Docker and systemd keep quotes.',
        ],
      ],
      [
        'has a comment behind it',
        '4400123456789012 # feria',
        [
          'fault  MERCADOPAGO_CLIENT_ID has a comment (#) at its end. It counts as part of the value. Put the comment on a separate line.',
        ],
      ],
      [
        'is a reference',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: as a file has it.
        '${CLIENT_ID}',
        [
          'fault  MERCADOPAGO_CLIENT_ID contains a reference ($NAME) that was not resolved. The app uses the name of the variable as the value. Write the value itself, or load the file with a tool that resolves references.',
        ],
      ],
    ]
    judges(cases, 'client-id', 'MERCADOPAGO_CLIENT_ID')
  })

  describe('client-secret: MERCADOPAGO_CLIENT_SECRET', () => {
    const cases: Case[] = [
      [
        'is not there',
        undefined,
        [
          'fault  MERCADOPAGO_CLIENT_SECRET is missing. No code can be exchanged without it. Copy the Client Secret from the production credentials of the panel, which must be activated first.',
        ],
      ],
      [
        'is an access token',
        'APP_USR-1234567890123456-112112-0123456789abcdef0123456789abcdef-987654321',
        [
          'fault  MERCADOPAGO_CLIENT_SECRET is an access token. Once the seller has consented, the token endpoint refuses it with invalid_client. Copy the Client Secret from the production credentials of the panel, which must be activated first.',
        ],
      ],
      [
        'is a public key',
        'TEST-00000000-1111-2222-3333-444444444444',
        [
          'fault  MERCADOPAGO_CLIENT_SECRET is a public key. Once the seller has consented, the token endpoint refuses it with invalid_client. Copy the Client Secret from the production credentials of the panel, which must be activated first.',
        ],
      ],
      [
        'is a refresh token',
        'TG-0123456789abcdef01234567-987654321',
        [
          'fault  MERCADOPAGO_CLIENT_SECRET is a code or refresh token. Once the seller has consented, the token endpoint refuses it with invalid_client. Copy the Client Secret from the production credentials of the panel, which must be activated first.',
        ],
      ],
      [
        'is the Client ID',
        '4400123456789012',
        [
          'fault  MERCADOPAGO_CLIENT_SECRET is the Client ID. Once the seller has consented, the token endpoint refuses it with invalid_client. Copy the Client Secret from the production credentials of the panel, which must be activated first.',
        ],
      ],
      [
        'is a placeholder',
        'your-client-secret',
        [
          'fault  MERCADOPAGO_CLIENT_SECRET is a placeholder. Once the seller has consented, the token endpoint refuses it with invalid_client. Copy the Client Secret from the production credentials of the panel, which must be activated first.',
        ],
      ],
      [
        'has quotes around it',
        '`canary`',
        [
          'fault  MERCADOPAGO_CLIENT_SECRET has quotes around it. They count as part of the value. Remove them. Unlike a shell, Docker and systemd keep quotes.',
        ],
      ],
      [
        'has a blank in it',
        'canary secret',
        [
          'fault  MERCADOPAGO_CLIENT_SECRET contains a blank, a line break or an invisible character. It counts as part of the value. Remove it.',
        ],
      ],
    ]
    judges(cases, 'client-secret', 'MERCADOPAGO_CLIENT_SECRET')
  })

  describe('encryption-keys: MERCADOPAGO_ENCRYPTION_KEYS', () => {
    const cases: Case[] = [
      [
        'are not there',
        undefined,
        [
          "warning  MERCADOPAGO_ENCRYPTION_KEYS is missing. Sellers' tokens cannot be saved without a key. Generate one, and do not store it with the backups of the store: node -p \"require('node:crypto').randomBytes(32).toString('base64')\"",
        ],
      ],
      [
        'are a passphrase',
        'correct horse battery staple',
        [
          "fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is not base64, base64url or hex of 32 bytes. The app refuses to start with it; a passphrase is not a key. Generate a random one: node -p \"require('node:crypto').randomBytes(32).toString('base64')\"",
        ],
      ],
      [
        'are a passphrase of 32 characters',
        'correcthorsebatterystaplecorrect',
        [
          "fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is not base64, base64url or hex of 32 bytes. The app refuses to start with it; a passphrase is not a key. Generate a random one: node -p \"require('node:crypto').randomBytes(32).toString('base64')\"",
        ],
      ],
      [
        'are too short',
        'AwMDAwMDAwMDAwMDAwMDAw==',
        [
          "fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is not base64, base64url or hex of 32 bytes. The app refuses to start with it; a passphrase is not a key. Generate a random one: node -p \"require('node:crypto').randomBytes(32).toString('base64')\"",
        ],
      ],
      [
        'are a passphrase in base64',
        'Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAxMjM=',
        [
          'fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is printable text, not random. Anybody who guesses it reads every token in the store. Generate a random one and put it first. Keep this one after it until "sellers rewrap" is done: node -p "require(\'node:crypto\').randomBytes(32).toString(\'base64\')"',
        ],
      ],
      [
        'are a passphrase in hex',
        '636f727265637420686f727365206261747465727920737461706c6520313233',
        [
          'fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is printable text, not random. Anybody who guesses it reads every token in the store. Generate a random one and put it first. Keep this one after it until "sellers rewrap" is done: node -p "require(\'node:crypto\').randomBytes(32).toString(\'base64\')"',
        ],
      ],
      [
        'are one byte 32 times',
        'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=',
        [
          'fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is one byte 32 times, not random. Anybody who guesses it reads every token in the store. Generate a random one and put it first. Keep this one after it until "sellers rewrap" is done: node -p "require(\'node:crypto\').randomBytes(32).toString(\'base64\')"',
        ],
      ],
      [
        'are a sequence',
        'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
        [
          'fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is a sequence of bytes, not random. Anybody who guesses it reads every token in the store. Generate a random one and put it first. Keep this one after it until "sellers rewrap" is done: node -p "require(\'node:crypto\').randomBytes(32).toString(\'base64\')"',
        ],
      ],
      [
        'are a few bytes',
        'AAECAAECAAECAAECAAECAAECAAECAAECAAECAAECAAE=',
        [
          'fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is a few bytes repeated, not random. Anybody who guesses it reads every token in the store. Generate a random one and put it first. Keep this one after it until "sellers rewrap" is done: node -p "require(\'node:crypto\').randomBytes(32).toString(\'base64\')"',
        ],
      ],
      [
        'are 16 bytes twice',
        'ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=',
        [
          'fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is 16 bytes twice, not random. Anybody who guesses it reads every token in the store. Generate a random one and put it first. Keep this one after it until "sellers rewrap" is done: node -p "require(\'node:crypto\').randomBytes(32).toString(\'base64\')"',
        ],
      ],
      [
        'are one key in two spellings',
        'RoCFh6i0dX5pwl24s2i5TzDqv8JmgD1pCg9hZxVuN1c=,46808587a8b4757e69c25db8b368b94f30eabfc266803d690a0f6167156e3757',
        [
          'fault  MERCADOPAGO_ENCRYPTION_KEYS contains a key twice. The repeated key has no effect, so a rotation changed nothing. Keep each of them once, the new one first.',
        ],
      ],
      [
        'end with a comma',
        'RoCFh6i0dX5pwl24s2i5TzDqv8JmgD1pCg9hZxVuN1c=,',
        [
          'fault  Key 2 of MERCADOPAGO_ENCRYPTION_KEYS is empty. The app refuses to start with it. Remove the extra comma.',
        ],
      ],
      [
        'have quotes around them',
        '"RoCFh6i0dX5pwl24s2i5TzDqv8JmgD1pCg9hZxVuN1c="',
        [
          'fault  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS has quotes around it. They count as part of the value. Remove them. Unlike a shell, Docker and systemd keep quotes.',
        ],
      ],
      [
        'are two',
        'RoCFh6i0dX5pwl24s2i5TzDqv8JmgD1pCg9hZxVuN1c=,OzjQZ39Cq3jS3qcx0b3m1xUIXbJ1p5hJH0yhs8WmVfE',
        ['ok  MERCADOPAGO_ENCRYPTION_KEYS: 2 different keys of 32 random bytes.'],
      ],
    ]
    judges(cases, 'encryption-keys', 'MERCADOPAGO_ENCRYPTION_KEYS')
  })

  describe('cookie-secrets: MERCADOPAGO_COOKIE_SECRETS', () => {
    const cases: Case[] = [
      [
        'are not there',
        undefined,
        [
          'ok  MERCADOPAGO_COOKIE_SECRETS is not set: cookies are encrypted with a key derived from the client secret.',
        ],
      ],
      [
        'are too short',
        'canary',
        [
          "fault  Secret 1 of MERCADOPAGO_COOKIE_SECRETS has 6 characters, fewer than 32. It can be guessed, and the app refuses to start with it. Generate a longer one: node -p \"require('node:crypto').randomBytes(32).toString('base64url')\"",
        ],
      ],
      [
        'are a few characters',
        'abababababababababababababababababababab',
        [
          "fault  Secret 1 of MERCADOPAGO_COOKIE_SECRETS repeats a few characters. It can be guessed, and then cookies can be forged. Generate a random one: node -p \"require('node:crypto').randomBytes(32).toString('base64url')\"",
        ],
      ],
      [
        'are one secret twice',
        'canary-cookie-secret-0123456789abcdef,canary-cookie-secret-0123456789abcdef',
        [
          'fault  MERCADOPAGO_COOKIE_SECRETS contains a secret twice. The repeated secret has no effect, so a rotation changed nothing. Keep each of them once, the new one first.',
        ],
      ],
      [
        'are the client secret',
        'FeriaSandboxSecretNotARealSecret',
        [
          "warning  MERCADOPAGO_COOKIE_SECRETS contains the client secret. Anybody who learns it can forge cookies and use your application. Generate another: node -p \"require('node:crypto').randomBytes(32).toString('base64url')\"",
        ],
      ],
      [
        'are two',
        'canary-cookie-secret-0123456789abcdef, canary-cookie-secret-fedcba9876543210',
        ['ok  MERCADOPAGO_COOKIE_SECRETS: 2 secrets of enough characters.'],
      ],
      [
        'have quotes around them',
        '"canary-cookie-secret-0123456789abcdef"',
        [
          'fault  Secret 1 of MERCADOPAGO_COOKIE_SECRETS has quotes around it. They count as part of the value. Remove them. Unlike a shell, Docker and systemd keep quotes.',
        ],
      ],
    ]
    judges(cases, 'cookie-secrets', 'MERCADOPAGO_COOKIE_SECRETS')
  })

  describe('webhook-secret: MERCADOPAGO_WEBHOOK_SECRET', () => {
    const cases: Case[] = [
      [
        'is not there',
        undefined,
        [
          'warning  MERCADOPAGO_WEBHOOK_SECRET is missing. Without notifications, you notice that a seller has left at the next renewal, months later. Save a webhook with the topic "Application linking" in the panel and copy its secret.',
        ],
      ],
      [
        'is the client secret',
        'FeriaSandboxSecretNotARealSecret',
        [
          'fault  MERCADOPAGO_WEBHOOK_SECRET is the client secret. Every notification is refused (webhook_mismatch). Copy the secret that the panel shows under Webhooks.',
        ],
      ],
      [
        'is an access token',
        'APP_USR-1234567890123456-112112-0123456789abcdef0123456789abcdef-987654321',
        [
          'fault  MERCADOPAGO_WEBHOOK_SECRET is an access token. Every notification is refused (webhook_mismatch). Copy the secret that the panel shows under Webhooks.',
        ],
      ],
      [
        'has quotes around it',
        '"canary"',
        [
          'fault  MERCADOPAGO_WEBHOOK_SECRET has quotes around it. They count as part of the value. Remove them. Unlike a shell, Docker and systemd keep quotes.',
        ],
      ],
    ]
    judges(cases, 'webhook-secret', 'MERCADOPAGO_WEBHOOK_SECRET')
  })

  describe('with something at an end that a file left there', () => {
    const settings: [check: string, variable: keyof typeof healthy, name: string][] = [
      ['client-id', 'MERCADOPAGO_CLIENT_ID', 'MERCADOPAGO_CLIENT_ID'],
      ['client-secret', 'MERCADOPAGO_CLIENT_SECRET', 'MERCADOPAGO_CLIENT_SECRET'],
      ['redirect-uri', 'MERCADOPAGO_REDIRECT_URI', 'MERCADOPAGO_REDIRECT_URI'],
      ['encryption-keys', 'MERCADOPAGO_ENCRYPTION_KEYS', 'Key 1 of MERCADOPAGO_ENCRYPTION_KEYS'],
      ['cookie-secrets', 'MERCADOPAGO_COOKIE_SECRETS', 'Secret 1 of MERCADOPAGO_COOKIE_SECRETS'],
      ['webhook-secret', 'MERCADOPAGO_WEBHOOK_SECRET', 'MERCADOPAGO_WEBHOOK_SECRET'],
    ]
    const edges: [before: string, after: string, what: string][] = [
      ['', '\n', 'ends with a line break'],
      ['', '\r\n', 'ends with a line break'],
      ['\n', '', 'begins with a line break'],
      ['', ' ', 'ends with a blank'],
      ['\t', '', 'begins with a blank'],
      ['', '\u00a0', 'ends with a blank'],
      ['\ufeff', '', 'begins with a byte order mark (BOM)'],
      ['', '\u200b', 'ends with an invisible character'],
    ]
    for (const [check, variable, name] of settings) {
      for (const [before, after, what] of edges) {
        it(`${variable} ${what}: ${JSON.stringify(before || after)}`, async () => {
          const value = `${before}${healthy[variable]}${after}`
          const { linesOf } = await visit(nobody, { [variable]: value })
          expect(linesOf(check)).to.deep.equal([
            `fault  ${name} ${what}. It counts as part of the value, so the value is wrong. Remove it. It often comes from a file: a last line break, Windows line ends, or UTF-8 with a BOM.`,
          ])
        })
      }
    }

    it('the second of several keys ends with a line break', async () => {
      const keys = `${healthy.MERCADOPAGO_ENCRYPTION_KEYS}, OzjQZ39Cq3jS3qcx0b3m1xUIXbJ1p5hJH0yhs8WmVfE\n`
      const { linesOf } = await visit(nobody, { MERCADOPAGO_ENCRYPTION_KEYS: keys })
      expect(linesOf('encryption-keys')).to.deep.equal([
        'fault  Key 2 of MERCADOPAGO_ENCRYPTION_KEYS ends with a line break. It counts as part of the value, so the value is wrong. Remove it. It often comes from a file: a last line break, Windows line ends, or UTF-8 with a BOM.',
      ])
    })
  })

  describe('redirect-uri: an expected one that', () => {
    const cases: [title: string, value: string, expected: string, line: string][] = [
      [
        'is the same',
        'https://shop.example/callback',
        'https://shop.example/callback',
        'ok  The redirect URI on shop.example follows the rules, and equals the expected one.',
      ],
      [
        'has another scheme',
        'https://shop.example/callback',
        'http://shop.example/callback',
        'fault  The redirect URI is not the expected one: http and https differ. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'has www. in front',
        'https://shop.example/callback',
        'https://www.shop.example/callback',
        'fault  The redirect URI is not the expected one: one of the hosts has www. in front. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'is on another host',
        'https://shop.example/callback',
        'https://stage.example/callback',
        'fault  The redirect URI is not the expected one: the host is shop.example, expected is stage.example. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'is on 127.0.0.1',
        'http://localhost:3000/callback',
        'http://127.0.0.1:3000/callback',
        'fault  The redirect URI is not the expected one: localhost and its IP address are different hosts, also for cookies. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'has another port',
        'https://shop.example/callback',
        'https://shop.example:8443/callback',
        'fault  The redirect URI is not the expected one: the ports differ. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'ends with a slash',
        'https://shop.example/callback',
        'https://shop.example/callback/',
        'fault  The redirect URI is not the expected one: one of them ends with a slash. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'has a capital letter',
        'https://shop.example/callback',
        'https://shop.example/Callback',
        'fault  The redirect URI is not the expected one: the paths differ in capital letters. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'has another path',
        'https://shop.example/callback',
        'https://shop.example/return',
        'fault  The redirect URI is not the expected one: the paths differ. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'has a query',
        'https://shop.example/callback',
        'https://shop.example/callback?a=1',
        'fault  The redirect URI is not the expected one: the queries differ. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'is spelled otherwise',
        'https://shop.example/callback',
        'https://SHOP.example/callback',
        'fault  The redirect URI is not the expected one: the same address is spelled differently (capital letters, default port, slash or #). If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
      [
        'is no URL',
        'https://shop.example/callback',
        'callback',
        'fault  The redirect URI is not the expected one: one of them is not a URL. If they differ, the seller sees an error page and the callback is never called. Make them exactly equal.',
      ],
    ]
    for (const [title, value, expected, line] of cases) {
      it(title, async () => {
        const args = [...nobody, '--expect-redirect-uri', expected]
        const { linesOf } = await visit(args, { MERCADOPAGO_REDIRECT_URI: value })
        expect(linesOf('redirect-uri')).to.deep.equal([line])
      })
    }
  })

  describe('country', () => {
    const cases: [title: string, args: string[], redirectUri: string, lines: string[]][] = [
      [
        'is not chosen',
        [],
        'https://shop.com.ar/callback',
        ['ok  No country is chosen: the generic consent page is used.'],
      ],
      [
        'is that of the app',
        ['--country', 'ar'],
        'https://shop.com.ar/callback',
        ['ok  The consent page is that of AR.'],
      ],
      [
        'is another than that of the app',
        ['--country', 'AR'],
        'https://shop.com.br/callback',
        [
          'warning  The consent page is that of AR, the redirect URI is a site of BR. An application belongs to one country, and so do the sellers it can link. Check --country; for sellers of BR it is BR.',
        ],
      ],
      [
        'is not told by a .co',
        ['--country', 'AR'],
        'https://shop.co/callback',
        ['ok  The consent page is that of AR.'],
      ],
      [
        'is another than a .com.co',
        ['--country', 'CL'],
        'https://shop.com.co/callback',
        [
          'warning  The consent page is that of CL, the redirect URI is a site of CO. An application belongs to one country, and so do the sellers it can link. Check --country; for sellers of CO it is CO.',
        ],
      ],
      [
        'is that of the sellers',
        ['--country', 'MX', '--site-id', 'mlm'],
        'https://shop.cl/callback',
        ['ok  The consent page and the sellers are of MX.'],
      ],
      [
        'is another than that of the sellers',
        ['--country', 'MX', '--site-id', 'MLC'],
        'https://shop.cl/callback',
        [
          'fault  The consent page is that of MX, the sellers are of CL (MLC). A seller cannot sign in on the page of another country. Use an application of CL, and its consent page: --country CL.',
        ],
      ],
      [
        'meets a site that is none',
        ['--country', 'MX', '--site-id', 'MEX'],
        'https://shop.mx/callback',
        [
          'fault  The site of the sellers is unknown. It cannot be compared with the country of the consent page. Give one of MLA, MLB, MLC, MCO, MLM, MPE, MLU.',
        ],
      ],
      [
        'is that of Mercado Libre',
        ['--provider', 'mercadolibre', '--country', 'BR'],
        'https://shop.br/callback',
        ['ok  The consent page is that of BR.'],
      ],
      [
        'means nothing elsewhere',
        ['--provider', 'wso2', '--base-url', 'https://id.example'],
        'https://shop.br/callback',
        [],
      ],
    ]
    for (const [title, args, redirectUri, lines] of cases) {
      it(title, async () => {
        const changes = { MERCADOPAGO_REDIRECT_URI: redirectUri, NODE_OPTIONS: withoutNames }
        expect((await visitProcess(args, changes)).linesOf('country')).to.deep.equal(lines)
      })
    }
  })

  describe('of other providers', () => {
    it('is http on localhost, and the provider is not on this machine', async () => {
      const { linesOf } = await visitProcess([], {
        MERCADOPAGO_REDIRECT_URI: 'http://localhost:3000/callback',
        NODE_OPTIONS: withoutNames,
      })
      expect(linesOf('redirect-uri')).to.deep.equal([
        'warning  The redirect URI is http on this machine. By its documentation the panel accepts https only. Some saw it accept http://localhost, others did not. Register an https address (a tunnel will do), or use --sandbox.',
      ])
    })

    it('is a client id that is no number, which only Mercado Pago and Mercado Libre have', async () => {
      const args = ['--provider', 'wso2', '--base-url', 'https://id.example']
      const changes = { MERCADOPAGO_CLIENT_ID: 'feria', NODE_OPTIONS: withoutNames }
      expect((await visitProcess(args, changes)).linesOf('client-id')).to.deep.equal([
        'ok  MERCADOPAGO_CLIENT_ID is set.',
      ])
    })
  })

  describe('node', () => {
    const cases: [version: string, line: string][] = [
      ['20.19.0', 'ok  Node 20.19.0 is supported.'],
      ['22.12.0', 'ok  Node 22.12.0 is supported.'],
      ['24.0.0', 'ok  Node 24.0.0 is supported.'],
      ...['18.20.4', '20.18.1', '21.7.3', '22.11.0'].map((version): [string, string] => [
        version,
        `fault  Node ${version} is not supported. The packages need 20.19 or later, or 22.12 or later. Install a supported version.`,
      ]),
    ]
    for (const [version, line] of cases) {
      it(`is ${version}`, async () => {
        const { linesOf } = await visit(nobody, {}, { nodeVersion: version })
        expect(linesOf('node')).to.deep.equal([line])
      })
    }

    it('does not check certificates', async () => {
      const { linesOf } = await visit(nobody, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })
      expect(linesOf('node')).to.deep.equal([
        'fault  NODE_TLS_REJECT_UNAUTHORIZED=0 disables the check of certificates. Anybody who intercepts a connection can read the client secret and the tokens. Remove it; for a private certificate authority, set NODE_EXTRA_CA_CERTS.',
        `ok  Node ${process.versions.node} is supported.`,
      ])
    })
  })
})
