import { expect } from 'chai'
import {
  type NotificationRequest,
  verifyNotification,
  WebhookSignatureError,
} from 'mercadopago-oauth'
import { misuse, printed, thrown } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import {
  type DeliveryParts,
  signatureOver,
  signedDelivery,
  webhookSecret,
  withdrawalBody,
} from '../helpers/signed-delivery.ts'

const clock = new MovableClock()
const now = clock.read()
const ts = String(now.getTime())

/** A good notification as an adapter hands it over, changed. */
function notification(
  parts: Partial<DeliveryParts> = {},
  changes: Partial<NotificationRequest> = {},
): NotificationRequest {
  const { query, headers, body } = signedDelivery({ ts, ...parts })
  return {
    headers,
    query: query.slice(1),
    body,
    secret: webhookSecret,
    clock: clock.read,
    ...changes,
  }
}

function refusal(request: NotificationRequest): string {
  return thrown(() => verifyNotification(request), WebhookSignatureError).code
}

describe('verifyNotification()', () => {
  it('takes the signature of a worked example, computed by hand with OpenSSL', () => {
    // printf 'id:4242;request-id:request-1;ts:1795262400000;' | openssl dgst -sha256 -hmac canary-webhook-secret
    const v1 = 'adc373e4a81c7a2b10acf9db15826c2a7f20f9f532f78ef18b441b879b5bd0bd'
    const headers = { 'x-signature': `ts=${ts},v1=${v1}`, 'x-request-id': 'request-1' }
    expect(verifyNotification(notification({}, { headers })).sentAt).to.deep.equal(now)
  })

  it('tells everything that the notification says', () => {
    const { replayKey, ...told } = verifyNotification(
      notification({ body: { application_id: '1234567890123456' } }),
    )
    expect(told).to.deep.equal({
      type: 'mp-connect',
      topic: 'mp-connect',
      action: 'application.deauthorized',
      sellerId: '4242',
      applicationId: '1234567890123456',
      id: '120000000001',
      dataId: '4242',
      resourceId: '4242',
      requestId: 'request-1',
      liveMode: true,
      sentAt: now,
    })
    expect(replayKey).to.match(/^notification-[\w-]{43}$/)
  })

  it('leaves undefined what the body lacks, or says in a way that nothing of Mercado Pago has', () => {
    const body = {
      action: 'two words',
      id: 1.5,
      live_mode: 'true',
      user_id: '../4242',
      application_id: {},
      type: undefined,
    }
    const { replayKey: _, ...told } = verifyNotification(notification({ body }))
    expect(told).to.deep.equal({
      type: 'mp-connect',
      topic: 'mp-connect',
      action: undefined,
      sellerId: undefined,
      applicationId: undefined,
      id: undefined,
      dataId: '4242',
      resourceId: '4242',
      requestId: 'request-1',
      liveMode: undefined,
      sentAt: now,
    })
  })

  it('takes the body as text, bytes or an object, and ids as numbers or text', () => {
    const sample = withdrawalBody({ user_id: '4242', data: { id: 4242 } })
    const text = JSON.stringify(sample)
    for (const body of [text, Buffer.from(text), new TextEncoder().encode(text), sample]) {
      expect(verifyNotification(notification({}, { body })).sellerId).to.equal('4242')
    }
  })

  it('leaves an empty id out of what was signed, like one that is missing', () => {
    const unnamed = notification({ dataId: null, requestId: null })
    const headers = { ...unnamed.headers, 'x-request-id': '' }
    const request = { ...unnamed, headers, query: 'data.id=&type=mp-connect' }
    const { dataId, requestId } = verifyNotification(request)
    expect([dataId, requestId]).to.deep.equal([undefined, undefined])
    expect(refusal({ ...notification(), query: 'data.id=' })).to.equal('webhook_mismatch')
  })

  it('takes a text up to 64 KiB, counted in bytes', () => {
    const body = (note: string) => JSON.stringify(withdrawalBody({ note }))
    const room = 65_536 - Buffer.byteLength(body(''))
    const longest = 'ñ'.repeat(room / 2) + 'n'.repeat(room % 2)
    expect(verifyNotification(notification({}, { body: body(longest) })).sellerId).to.equal('4242')
    const longer = notification({}, { body: body(`${longest}n`) })
    expect(refusal(longer)).to.equal('webhook_malformed')
  })

  it('G01: takes the parts of a signature in any order, with blanks and with versions to come', () => {
    const request = notification()
    const [first = '', second = ''] = String(request.headers['x-signature']).split(',')
    for (const header of [
      `${second},${first}`,
      ` ${first} , ${second} `,
      `${first},v2=x,${second}`,
    ]) {
      const headers = { ...request.headers, 'x-signature': header }
      expect(verifyNotification({ ...request, headers }).dataId).to.equal('4242')
    }
  })

  it('G02: refuses a digest of 1 MiB, which no header of Node is', () => {
    const headers = { 'x-signature': `ts=${ts},v1=${'0'.repeat(2 ** 20)}` }
    expect(refusal(notification({}, { headers }))).to.equal('webhook_mismatch')
  })

  it('G02: refuses headers that came twice', () => {
    const { headers } = notification()
    for (const name of ['x-signature', 'x-request-id']) {
      const twice = { ...headers, [name]: [String(headers[name]), String(headers[name])] }
      expect(refusal(notification({}, { headers: twice }))).to.equal('webhook_malformed')
      const once = { ...headers, [name]: [String(headers[name])] }
      expect(verifyNotification(notification({}, { headers: once })).dataId).to.equal('4242')
    }
  })

  it('G04: has another replay key for every delivery, and the same for a copy', () => {
    const key = (parts: Partial<DeliveryParts>) => verifyNotification(notification(parts)).replayKey
    const keys = [key({}), key({ requestId: 'request-2' }), key({ ts: String(Number(ts) + 1) })]
    expect(new Set(keys)).to.have.length(3)
    expect(key({ body: { user_id: 7 } })).to.equal(keys[0])
  })

  it('G05: judges the age by maxAgeMs, by default five minutes', () => {
    const aged = (ageMs: number, maxAgeMs?: number) =>
      notification(
        { ts: String(Number(ts) - ageMs), body: { action: 'application.authorized' } },
        { maxAgeMs },
      )
    const ages: [number, number | undefined][] = [
      [300_000, undefined],
      [-300_000, undefined],
      [1_000, 1_000],
    ]
    for (const [ageMs, maxAgeMs] of ages) {
      expect(verifyNotification(aged(ageMs, maxAgeMs)).requestId).to.equal('request-1')
      const older = ageMs + Math.sign(ageMs)
      expect(refusal(aged(older, maxAgeMs))).to.equal('webhook_stale')
    }
  })

  it('G05: takes the system clock when it is given none', () => {
    const { clock: _, ...request } = notification({ ts: String(Date.now()) })
    expect(verifyNotification(request).sellerId).to.equal('4242')
  })

  it('K09: takes a withdrawal of any age, and none from the future', () => {
    const aged = (ageMs: number) => notification({ ts: String(Number(ts) - ageMs) })
    const days = 86_400_000
    expect(verifyNotification(aged(4 * days)).sentAt.getTime()).to.equal(Number(ts) - 4 * days)
    expect(refusal(aged(-300_001))).to.equal('webhook_stale')
    expect(refusal(notification({ ts: '9999999999999999' }))).to.equal('webhook_stale')
  })

  // As on the page of optional notifications, 2026-11: query and body need not agree.
  const samples: Record<
    string,
    { query: string; signed: string | null; body: object; told: object }
  > = {
    'a fraud alert': {
      query: 'data.id=1234567&type=stop_delivery_op_wh',
      signed: '1234567',
      body: { description: '.', merchant_order: 4945357007, payment_id: 23064274473, id: 1234567 },
      told: { type: 'stop_delivery_op_wh', id: '1234567', resourceId: '1234567' },
    },
    'a chargeback': {
      query: 'data.id=123456&type=topic_chargebacks_wh',
      signed: '123456',
      body: {
        type: 'order',
        action: 'order.chargeback',
        data: { id: 'ORD01J49MMW3SSBK5PSV3DFR32959' },
      },
      told: { type: 'order', topic: 'topic_chargebacks_wh', resourceId: '123456' },
    },
    'a claim': {
      query: 'data.id=5073249&type=claim',
      signed: '5073249',
      body: { id: '0dcd5ac1-1b8b-4c6e-9d5e-6b4b1a6ec1f7', type: 'claim', data: { id: 5073249 } },
      told: { type: 'claim', id: '0dcd5ac1-1b8b-4c6e-9d5e-6b4b1a6ec1f7', resourceId: '5073249' },
    },
    'a merchant order, the old way': {
      query: 'id=4945357007&topic=merchant_order',
      signed: null,
      body: {
        resource: 'https://api.mercadolibre.com/merchant_orders/4945357007',
        topic: 'merchant_order',
      },
      told: {
        type: 'merchant_order',
        topic: 'merchant_order',
        dataId: undefined,
        resourceId: '4945357007',
      },
    },
    'a payment, the old way': {
      query: 'id=123&topic=payment',
      signed: null,
      body: { resource: '123', topic: 'payment' },
      told: { type: 'payment', id: undefined, resourceId: '123' },
    },
    'an order whose id only the body has': {
      query: 'type=order',
      signed: null,
      body: { action: 'order.processed', type: 'order', data: { id: 'ORD01' } },
      told: { type: 'order', dataId: undefined, resourceId: 'ORD01' },
    },
  }
  for (const [what, { query, signed, body, told }] of Object.entries(samples)) {
    it(`K08: takes ${what} by its signature, and tells what it is about`, () => {
      const v1 = signatureOver({ id: signed, requestId: 'request-1', ts })
      const headers = { 'x-signature': `ts=${ts},v1=${v1}`, 'x-request-id': 'request-1' }
      const request = { ...notification(), headers, query, body }
      expect(verifyNotification(request)).to.include(told)
      const other = { ...request, query: `data.id=9&${query.replace('data.id', 'x')}` }
      expect(refusal(other)).to.equal('webhook_mismatch')
    })
  }

  it('K13: refuses a webhook secret with a line break at its end', () => {
    const secret = `${webhookSecret}\n`
    expect(misuse(() => verifyNotification(notification({}, { secret }))).message).to.equal(
      '"secret" must not begin or end with a blank, a line break or a byte order mark',
    )
  })

  it('G07: names the option that is missing or wrong', () => {
    const wrong = (changes: object) =>
      misuse(() => verifyNotification({ ...notification(), ...changes })).message
    expect(wrong({ secret: undefined })).to.equal('"secret" must be a string')
    expect(wrong({ secret: '' })).to.equal('"secret" must not be empty')
    expect(wrong({ secret: [] })).to.equal('"secret" must hold a webhook secret')
    expect(wrong({ maxAgeMs: 0 })).to.match(/^"maxAgeMs" must be a whole number/)
    expect(wrong({ maxAgeMs: Number.POSITIVE_INFINITY })).to.match(/^"maxAgeMs" must be/)
  })

  it('keeps what it was given out of its errors', () => {
    const given = [
      notification({ ts: '1', body: { type: 'payment' } }),
      notification({ secret: 'canary-other' }),
      notification({}, { body: '{"canary-body' }),
      notification({ body: { data: { id: 'canary-id' } } }),
      notification({}, { headers: { 'x-signature': 'canary-signature' } }),
    ]
    for (const request of given) {
      const error = thrown(() => verifyNotification(request), WebhookSignatureError)
      expect(printed(error)).not.to.include('canary')
      const { 'x-signature': signature = '' } = request.headers
      expect(printed(error)).not.to.include(String(signature).slice(-64))
      expect(error.cause).to.equal(undefined)
    }
  })
})
