import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import type { Context, Next } from 'koa'
import * as v from 'valibot'
import type { Control } from '../control/control.ts'
import { refuseCrossSite } from '../endpoints/same-site.ts'
import { type FaultKind, faultEndpoints } from '../faults/fault.ts'
import { viewApplication } from '../feed/state.ts'
import { refuseUnknownHost } from '../known-host.ts'
import { otherTopics } from '../notifications/notification.ts'
import { originOf } from '../origin.ts'
import { closedObject, number, oneOf, type Reader, read, record, string } from '../reading.ts'
import type { ApplicationOptions } from '../registry/application.ts'
import type { NotedState } from '../request-log.ts'
import { switchTable } from '../switches/switch-table.ts'
import { type SwitchName, setSwitches } from '../switches/switches.ts'
import { respondWithApiErrors } from './api-error.ts'
import { sendEvents } from './events.ts'

const optionalNumber = v.exactOptional(number)
// What they are is checked where applications are.
const setting = v.exactOptional(v.unknown())

const duration = closedObject({
  days: optionalNumber,
  hours: optionalNumber,
  minutes: optionalNumber,
  seconds: optionalNumber,
})
const fault = closedObject({
  endpoint: oneOf(faultEndpoints),
  kind: string,
  times: optionalNumber,
  grantType: v.exactOptional(string),
  retryAfterSeconds: optionalNumber,
  delayMs: optionalNumber,
})
const settings = {
  clientSecret: setting,
  name: setting,
  redirectUris: setting,
  pkce: setting,
  scopes: setting,
  flows: setting,
  webhookUrl: setting,
  webhookSecret: setting,
  startUrl: setting,
}
const changes = closedObject(settings)
// A secret that was made up here could not be told: no response has one.
const newApplication = closedObject({ clientId: setting, ...settings, clientSecret: string })
const sellerId = v.union([number, string], 'the id of a test seller')
const consent = closedObject({ authorizationUrl: string, seller: v.exactOptional(sellerId) })
const otherNotification = closedObject({
  topic: oneOf(otherTopics),
  seller: v.exactOptional(sellerId),
  clientId: v.exactOptional(string),
})
const withdrawal = closedObject({ seller: sellerId, clientId: v.exactOptional(string) })

/**
 * `/sandbox/api`: what the library can do, for tests in other languages. JSON in and out, and no secret
 * in a response but the code that a seller's consent gives.
 *
 * @param host - What the server was started on.
 */
export function createApi(control: Control, host: string): Router<NotedState> {
  const router = new Router<NotedState>({ prefix: '/sandbox/api' })
  const readJson = bodyParser({ enableTypes: ['json'], jsonLimit: '64kb' })
  router.use(
    respondWithApiErrors(),
    refuseUnknownHost(host),
    refuseCrossSite,
    requireJson,
    readJson,
  )
  addReading(router, control)
  addClock(router, control)
  addFaults(router, control)
  addSwitches(router, control)
  addApplications(router, control)
  addConsent(router, control)
  addNotifications(router, control)
  // What is left, so that the response has the shape of this API.
  router.all('/{*path}', () => {})
  return router
}

// A form of another site can have any type but this one without asking first. DELETE always asks.
async function requireJson(ctx: Context, next: Next): Promise<void> {
  const needsIt = ['POST', 'PATCH', 'PUT'].includes(ctx.method)
  const isJson = /^application\/json\s*(;|$)/i.test(ctx.get('content-type'))
  if (needsIt && !isJson) ctx.throw(415, 'content-type must be application/json')
  await next()
}

function addReading(router: Router<NotedState>, control: Control): void {
  router.get('/state', (ctx) => {
    ctx.body = control.state()
  })
  router.get('/requests', (ctx) => {
    ctx.body = { requests: control.requests }
  })
  router.get('/attempts', (ctx) => {
    ctx.body = { attempts: control.attempts() }
  })
  router.get('/refusals', (ctx) => {
    ctx.body = { refusals: control.refusals }
  })
  router.get('/events', (ctx) => sendEvents(ctx, control))
  router.post('/clear', (ctx) => {
    control.clear()
    ctx.body = {}
  })
}

function addClock(router: Router<NotedState>, { clock }: Control): void {
  router.get('/clock', (ctx) => {
    ctx.body = { now: clock.now() }
  })
  router.post('/clock/advance', (ctx) => {
    clock.advance(bodyOf(ctx, duration))
    ctx.body = { now: clock.now() }
  })
  router.post('/clock/reset', (ctx) => {
    clock.reset()
    ctx.body = { now: clock.now() }
  })
}

function addFaults(router: Router<NotedState>, control: Control): void {
  router.get('/faults', (ctx) => {
    ctx.body = { faults: control.faults }
  })
  router.post('/faults', (ctx) => {
    const { endpoint, kind, ...options } = bodyOf(ctx, fault)
    // fail() checks what it is.
    control.fail(endpoint, kind as FaultKind, options)
    ctx.status = 201
    ctx.body = { faults: control.faults }
  })
  router.delete('/faults', (ctx) => {
    control.clearFaults()
    ctx.body = { faults: control.faults }
  })
}

function addSwitches(router: Router<NotedState>, { switches }: Control): void {
  /** The table, with the position of each. */
  function positions(): object {
    const named = Object.entries(switchTable).map(([name, entry]) => {
      return [name, { value: switches[name as SwitchName], ...entry }]
    })
    return { switches: Object.fromEntries(named) }
  }

  router.get('/switches', (ctx) => {
    ctx.body = positions()
  })
  router.patch('/switches', (ctx) => {
    setSwitches(switches, bodyOf(ctx, record()))
    ctx.body = positions()
  })
}

function addApplications(router: Router<NotedState>, control: Control): void {
  router.get('/applications', (ctx) => {
    ctx.body = { applications: control.state().applications }
  })
  router.post('/applications', (ctx) => {
    const application = control.addApplication(optionsOf(bodyOf(ctx, newApplication)))
    ctx.status = 201
    ctx.body = { application: viewApplication(application) }
  })
  router.patch('/applications/:clientId', (ctx) => {
    const options = optionsOf(bodyOf(ctx, changes))
    const application = control.changeApplication(ctx.params.clientId ?? '', options)
    ctx.body = { application: viewApplication(application) }
  })
}

/** A `null` takes the webhook URL or the start URL away. */
function optionsOf(sent: { webhookUrl?: unknown; startUrl?: unknown }): ApplicationOptions {
  return {
    ...(sent as ApplicationOptions),
    ...(sent.webhookUrl === null && { webhookUrl: undefined }),
    ...(sent.startUrl === null && { startUrl: undefined }),
  }
}

function addConsent(router: Router<NotedState>, control: Control): void {
  /** The caller may know this server by another port, for example a container's. */
  function ownUrl(ctx: Context, asked: string): string {
    const origin = `${originOf(ctx)}/`
    return asked.startsWith(origin) ? `${control.state().url}/${asked.slice(origin.length)}` : asked
  }

  router.post('/approve', async (ctx) => {
    const { authorizationUrl, seller } = bodyOf(ctx, consent)
    ctx.body = { redirect: await control.approve(ownUrl(ctx, authorizationUrl), { seller }) }
  })
  router.post('/deny', async (ctx) => {
    const { authorizationUrl, seller } = bodyOf(ctx, consent)
    ctx.body = { redirect: await control.deny(ownUrl(ctx, authorizationUrl), { seller }) }
  })
  router.post('/withdraw', async (ctx) => {
    const { seller, clientId } = bodyOf(ctx, withdrawal)
    await control.withdraw(seller, clientId)
    ctx.body = { connections: control.state().connections }
  })
}

function addNotifications(router: Router<NotedState>, control: Control): void {
  router.get('/notifications', (ctx) => {
    ctx.body = { notifications: control.notifications }
  })
  router.post('/notifications', async (ctx) => {
    const { topic, ...options } = bodyOf(ctx, otherNotification)
    await control.notify(topic, options)
    ctx.status = 201
    ctx.body = { notifications: control.notifications }
  })
  router.post('/notifications/settled', async (ctx) => {
    await control.settled()
    ctx.body = { notifications: control.notifications }
  })
  router.post('/notifications/:id/redeliver', async (ctx) => {
    await control.redeliver(Number(ctx.params.id))
    ctx.body = { notifications: control.notifications }
  })
}

function bodyOf<Body>(ctx: Context, reader: Reader<Body>): Body {
  return read(reader, read(record('a JSON object'), ctx.request.body, 'body'))
}
