import crypto from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect } from 'chai'
import { verifyNotification, WebhookSignatureError } from 'mercadopago-oauth'
import { thrown } from '../helpers/errors.ts'
import { signatureOver, webhookSecret } from '../helpers/signed-delivery.ts'

const ts = '1763726400000'
const good = signatureOver({ id: null, requestId: null, ts })

/** The lengths of what was compared in constant time while `act` ran. */
function compared(act: () => unknown): [number, number][] {
  const lengths: [number, number][] = []
  const original = crypto.timingSafeEqual
  crypto.timingSafeEqual = (one, other) => {
    lengths.push([one.byteLength, other.byteLength])
    return original(one, other)
  }
  // The packages import it by name.
  syncBuiltinESMExports()
  try {
    act()
  } finally {
    crypto.timingSafeEqual = original
    syncBuiltinESMExports()
  }
  return lengths
}

function verify(v1: unknown, secret: string | string[] = webhookSecret) {
  const headers = { 'x-signature': `ts=${ts},v1=${v1}` }
  const clock = () => new Date(Number(ts))
  return verifyNotification({ headers, query: '', body: '{}', secret, clock })
}

describe('the signature of a notification', () => {
  it('J03: is compared in constant time, digest with digest', () => {
    expect(compared(() => verify(good))).to.deep.equal([[32, 32]])
  })

  it('J03: is compared with every secret in the same way', () => {
    const secrets = ['another secret', 'one more', webhookSecret]
    expect(compared(() => verify(good, secrets)).at(-1)).to.deep.equal([32, 32])
  })

  for (const [what, v1] of Object.entries({
    'the first digit is wrong': `${good.startsWith('0') ? '1' : '0'}${good.slice(1)}`,
    'the last digit is wrong': `${good.slice(0, -1)}${good.endsWith('0') ? '1' : '0'}`,
  })) {
    it(`J03: is compared whole when ${what}`, () => {
      const lengths = compared(() => thrown(() => verify(v1), WebhookSignatureError))
      expect(lengths).to.deep.equal([[32, 32]])
    })
  }

  for (const [what, v1] of Object.entries({
    shorter: good.slice(2),
    longer: `${good}00`,
    'not hex': 'x'.repeat(64),
    absent: '',
  })) {
    it(`J03: is refused before any comparison when it is ${what}`, () => {
      let code = ''
      const lengths = compared(() => {
        code = thrown(() => verify(v1), WebhookSignatureError).code
      })
      expect([code, lengths]).to.deep.equal(['webhook_mismatch', []])
    })
  }
})

describe('the sources of the packages', () => {
  // By === and its like; `.length`, presence (undefined, null, '') and types tell nothing.
  const secretName = String.raw`(?:\w+\??\.)*(?:accessToken|refreshToken|codeVerifier|clientSecret|signature|digest|v1|password|secret)`
  const comparison = new RegExp(
    String.raw`(?<![\w.])${secretName}\s*[!=]==(?!\s*(?:undefined|null|'))|[!=]==\s*${secretName}(?![\w.(])`,
  )

  it('J03: compare no secret in a way that takes longer the more of it is right', () => {
    const found = sources().filter(({ line }) => comparison.test(line))
    expect(found).to.deep.equal([
      // Two settings of the person who runs it.
      {
        file: 'packages/cli/src/doctor/webhook.ts',
        line: 'if (value === clientSecret) {',
      },
      // Two tokens that the provider has just sent to the person who runs it.
      {
        file: 'packages/cli/src/verify/steps/old-refresh-token.ts',
        line: 'const isNew = renewed.refreshToken !== undefined && renewed.refreshToken !== old',
      },
      // Compares two sealed texts of the store.
      {
        file: 'packages/core/src/sellers/renewal/pending-saves.ts',
        line: "if (stored?.accessToken === record.accessToken) return 'saved'",
      },
    ])
  })
})

/** The lines of every package that runs in production. */
function sources(): { file: string; line: string }[] {
  const folders = readdirSync('packages').filter((name) => name !== 'sandbox')
  return folders
    .map((name) => join('packages', name, 'src'))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.startsWith('store-contract'))
        .map((name) => join(folder, name)),
    )
    .sort()
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => ({ file, line: line.trim() })),
    )
}
