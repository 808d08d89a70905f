import type { IncomingHttpHeaders } from 'node:http'
import { expect } from 'chai'
import { InvalidWebhookSignatureError, WebhookSignatureValidator } from 'mercadopago'
import { createSandbox, type Sandbox, switchTable } from 'mercadopago-oauth-sandbox'
import { closeServers, httpServer, type Loopback } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { authorizationUrl, redirectUri } from './wire.ts'

describe('sandbox: notifications, judged by the validator of the mercadopago SDK', () => {
  withRealSockets()
  let receiver: Loopback
  let sandbox: Sandbox
  let status: number

  beforeEach(async () => {
    status = 200
    receiver = await httpServer((response) => response.writeHead(status).end())
    sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri], webhookUrl: receiver.origin }],
    })
  })

  afterEach(async () => {
    await sandbox.close()
    await closeServers()
  })

  /** What the validator says of a delivery, its tolerance on. */
  function verdictOn(
    { url, headers }: { url?: string | undefined; headers: IncomingHttpHeaders },
    now = Date.now,
  ): string {
    const { searchParams } = new URL(url ?? '/', receiver.origin)
    try {
      WebhookSignatureValidator.validate({
        xSignature: headers['x-signature'],
        xRequestId: headers['x-request-id'],
        dataId: searchParams.get('data.id'),
        secret: sandbox.application.webhookSecret,
        toleranceSeconds: 5,
        now,
      })
      return 'valid'
    } catch (error) {
      if (error instanceof InvalidWebhookSignatureError) return error.reason
      throw error
    }
  }

  async function consent(): Promise<void> {
    await sandbox.approve(authorizationUrl(sandbox))
    await sandbox.settled()
  }

  it('accepts consent, withdrawal and redelivery', async () => {
    await consent()
    await sandbox.withdraw(700100001)
    await sandbox.settled()
    await sandbox.redeliver(sandbox.notifications[0]?.id ?? 0)

    expect(receiver.requests.map((each) => verdictOn(each))).to.deep.equal(Array(3).fill('valid'))
  })

  it("accepts retries, by the sandbox's clock", async () => {
    status = 500
    await consent()
    const sandboxNow = (): number => sandbox.clock.now().getTime()

    const verdicts = [verdictOn(receiver.requests[0] ?? { headers: {} }, sandboxNow)]
    for (const minutes of [15, 15]) {
      sandbox.clock.advance({ minutes })
      await sandbox.settled()
      verdicts.push(verdictOn(receiver.requests.at(-1) ?? { headers: {} }, sandboxNow))
    }

    expect(verdicts).to.deep.equal(['valid', 'valid', 'valid'])
  })

  for (const topic of [
    'fraud_alert',
    'chargeback',
    'claim',
    'merchant_order',
    'payment',
  ] as const) {
    it(`accepts ${topic}`, async () => {
      await sandbox.notify(topic)

      expect(receiver.requests.map((each) => verdictOn(each))).to.deep.equal(['valid'])
    })
  }

  for (const [name, { about, values }] of Object.entries(switchTable)) {
    if (about !== 'notifications') continue
    for (const value of values) {
      // Milliseconds are a time far away to it.
      const verdict = value === 'milliseconds' ? 'TimestampOutOfTolerance' : 'valid'
      it(`says of a first delivery under ${name}, ${value}: ${verdict}`, async () => {
        Object.assign(sandbox.switches, { [name]: value })

        await consent()

        expect(receiver.requests.map((each) => verdictOn(each))).to.deep.equal([verdict])
      })
    }
  }

  it('takes the signature of a first delivery for too old in a retry', async () => {
    sandbox.switches.notificationRetrySignature = 'first'
    status = 500
    await consent()
    sandbox.clock.advance({ minutes: 15 })
    await sandbox.settled()

    const verdicts = receiver.requests.map((each) =>
      verdictOn(each, () => sandbox.clock.now().getTime()),
    )
    expect(verdicts).to.deep.equal(['TimestampOutOfTolerance', 'TimestampOutOfTolerance'])
  })

  for (const [what, changed] of [
    ['request id', { 'x-request-id': 'another' }],
    ['signature', { 'x-signature': `ts=1,v1=${'0'.repeat(64)}` }],
  ] as const) {
    it(`refuses another ${what}: it does judge`, async () => {
      await consent()

      const { url, headers } = receiver.requests[0] ?? { headers: {} }
      expect(verdictOn({ url, headers: { ...headers, ...changed } })).to.not.equal('valid')
    })
  }
})
