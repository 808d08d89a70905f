/**
 * OpenTelemetry for mercadopago-oauth: a span for each operation, and five metrics. Copy this file into your app;
 * it needs `@opentelemetry/api`. Call both functions once, after the OpenTelemetry SDK was started.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { context, metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

const scope = 'mercadopago-oauth'

// Names end with their unit: the OpenTelemetry Collector would append it, and Node's Prometheus exporter does not.

/** Prometheus sees an increase only of a series that was there before, so these begin with 0. */
const renewalOutcomes = ['renewed', 'unsaved', 'superseded', 'relink', 'failed']
const callbackCodes = [
  'success',
  'client_rejected',
  'record_unreadable',
  'store_unavailable',
  'token_undecryptable',
  'other',
]

/** Traces token requests, renewals, store calls and callbacks, and counts them. */
export function observeOperations() {
  const meter = metrics.getMeter(scope)
  const renewals = meter.createCounter('mercadopago_oauth.renewals', {
    description: 'Renewals of sellers, by outcome',
    unit: '{renewal}',
  })
  const callbacks = meter.createCounter('mercadopago_oauth.callbacks', {
    description:
      'Requests to the callback, by error code, or by outcome where there was no failure',
    unit: '{request}',
  })
  const requests = meter.createHistogram('mercadopago_oauth.token_request.duration_seconds', {
    description: 'How long the token endpoint takes',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
  })
  for (const outcome of renewalOutcomes) renewals.add(0, { outcome })
  for (const code of callbackCodes) callbacks.add(0, { code })

  observe('store', SpanKind.CLIENT, () => {})
  observe('renewal', SpanKind.INTERNAL, ({ outcome }) => renewals.add(1, { outcome }))
  observe('callback', SpanKind.INTERNAL, ({ outcome, errorCode }) => {
    callbacks.add(1, { code: outcome === 'failure' ? errorCode : outcome })
  })
  observe('token-request', SpanKind.CLIENT, ({ grantType, outcome }, seconds) => {
    requests.record(seconds, { grant_type: grantType, outcome })
  })
}

/** The innermost operation under way, and the OpenTelemetry context around it. */
const current = new AsyncLocalStorage()

function observe(name, kind, measure) {
  const tracer = trace.getTracer(scope)
  const underWay = new WeakMap()
  const channel = tracingChannel(`mercadopago-oauth:${name}`)
  channel.start.bindStore(current, (message) => {
    const span = tracer.startSpan(`${scope} ${name}`, { kind }, parent())
    underWay.set(message, { span, beganAt: performance.now() })
    return { span, around: context.active() }
  })
  channel.subscribe({
    start() {},
    end() {},
    asyncStart() {},
    error() {},
    asyncEnd(message) {
      const { span, beganAt } = underWay.get(message) ?? {}
      if (span === undefined) return
      span.setAttributes(attributesOf(message))
      if (message.errorCode !== undefined) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
      measure(message, (performance.now() - beganAt) / 1000)
    },
  })
}

/** The operation around this one, unless a span of the app began in between. */
function parent() {
  const active = context.active()
  const outer = current.getStore()
  return outer?.around === active ? trace.setSpan(active, outer.span) : active
}

/** Attributes whose value is `undefined` are left out by the SDK. */
function attributesOf(message) {
  return {
    'mercadopago_oauth.client_id': message.clientId,
    'mercadopago_oauth.grant_type': message.grantType,
    'mercadopago_oauth.operation': message.operation,
    'mercadopago_oauth.outcome': message.outcome,
    'mercadopago_oauth.seller_hash': message.sellerHash,
    'http.response.status_code': message.upstreamStatus ?? message.status,
    'error.type': message.errorCode,
  }
}

/**
 * Reports how long the longest due seller has waited for its renewal, and how many sellers must link again. Both
 * are read from the store, at most once in `everyMs`. Every process reports the same: take the maximum.
 */
export function observeSellers(sellers, { everyMs = 300_000, clock = () => new Date() } = {}) {
  const meter = metrics.getMeter(scope)
  const oldestDueAge = meter.createObservableGauge(
    'mercadopago_oauth.sellers.oldest_due_age_seconds',
    {
      description: 'How long the longest due seller has waited for its renewal; 0 when none is due',
      unit: 's',
    },
  )
  const relink = meter.createObservableGauge('mercadopago_oauth.sellers.relink', {
    description: 'Sellers who must link again',
    unit: '{seller}',
  })
  let last
  meter.addBatchObservableCallback(
    async (result) => {
      if (last === undefined || performance.now() - last.readAt >= everyMs) {
        last = { ...(await readSellers(sellers)), readAt: performance.now() }
      }
      const ageMs = clock().getTime() - (last.oldestDueAt ?? clock()).getTime()
      result.observe(oldestDueAge, ageMs / 1000)
      result.observe(relink, last.relink)
    },
    [oldestDueAge, relink],
  )
}

async function readSellers(sellers) {
  let oldestDueAt
  for await (const { dueAt } of sellers.list({ needs: 'renewal' })) {
    if (oldestDueAt === undefined || dueAt < oldestDueAt) oldestDueAt = dueAt
  }
  let relink = 0
  for await (const { state } of sellers.list({ needs: 'relink' }))
    if (state === 'relink') relink += 1
  return { oldestDueAt, relink }
}
