import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import type { Context, Next } from 'koa'
import type { Duration } from '../clock.ts'
import type { Control } from '../control/control.ts'
import { refuseUnknownHost } from '../endpoints/known-host.ts'
import { refuseCrossSite } from '../endpoints/same-site.ts'
import type { FaultEndpoint, FaultKind } from '../faults/fault.ts'
import { viewApplication } from '../feed/state.ts'
import { originOf } from '../origin.ts'
import type { ApplicationOptions } from '../registry/application.ts'
import type { NotedState } from '../request-log.ts'
import { switchTable } from '../switches/switch-table.ts'
import { type SwitchName, setSwitches } from '../switches/switches.ts'
import { answerApiErrors } from './api-error.ts'
import { sendEvents } from './events.ts'
import { JsonFields } from './json-fields.ts'

const settings = [
  'clientSecret',
  'name',
  'redirectUris',
  'pkce',
  'scopes',
  'flows',
  'webhookUrl',
  'webhookSecret',
]

/**
 * `/sandbox/api`: what the library can do, for tests in other languages. JSON in and out, and no secret
 * in an answer but the code that a seller's consent gives.
 *
 * @param host - What the server was started on.
 */
export function createApi(control: Control, host: string): Router<NotedState> {
  const router = new Router<NotedState>({ prefix: '/sandbox/api' })
  const readJson = bodyParser({ enableTypes: ['json'], jsonLimit: '64kb' })
  router.use(answerApiErrors(), refuseUnknownHost(host), refuseCrossSite, requireJson, readJson)
  addReading(router, control)
  addClock(router, control)
  addFaults(router, control)
  addSwitches(router, control)
  addApplications(router, control)
  addConsent(router, control)
  addNotifications(router, control)
  // What is left, so that the answer has the shape of this API.
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
  const units = ['days', 'hours', 'minutes', 'seconds'] as const

  router.get('/clock', (ctx) => {
    ctx.body = { now: clock.now() }
  })
  router.post('/clock/advance', (ctx) => {
    const fields = new JsonFields(ctx.request.body, units)
    const duration: Duration = {}
    for (const unit of units) duration[unit] = fields.optional(unit, 'number') ?? 0
    clock.advance(duration)
    ctx.body = { now: clock.now() }
  })
}

function addFaults(router: Router<NotedState>, control: Control): void {
  const known = ['endpoint', 'kind', 'times', 'grantType', 'retryAfterSeconds', 'delayMs']

  router.get('/faults', (ctx) => {
    ctx.body = { faults: control.faults }
  })
  router.post('/faults', (ctx) => {
    const fields = new JsonFields(ctx.request.body, known)
    // fail() checks what they are.
    const endpoint = fields.required('endpoint', 'string') as FaultEndpoint
    const kind = fields.required('kind', 'string') as FaultKind
    control.fail(endpoint, kind, {
      times: fields.optional('times', 'number'),
      grantType: fields.optional('grantType', 'string'),
      retryAfterSeconds: fields.optional('retryAfterSeconds', 'number'),
      delayMs: fields.optional('delayMs', 'number'),
    })
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
    setSwitches(switches, new JsonFields(ctx.request.body).all)
    ctx.body = positions()
  })
}

function addApplications(router: Router<NotedState>, control: Control): void {
  router.get('/applications', (ctx) => {
    ctx.body = { applications: control.state().applications }
  })
  router.post('/applications', (ctx) => {
    const fields = new JsonFields(ctx.request.body, ['clientId', ...settings])
    // One that was made up here could not be told: no answer has a secret.
    fields.required('clientSecret', 'string')
    const application = control.addApplication(settingsOf(fields))
    ctx.status = 201
    ctx.body = { application: viewApplication(application) }
  })
  router.patch('/applications/:clientId', (ctx) => {
    const changes = settingsOf(new JsonFields(ctx.request.body, settings))
    const application = control.changeApplication(ctx.params.clientId ?? '', changes)
    ctx.body = { application: viewApplication(application) }
  })
}

/** What they are is checked where applications are. A `null` takes the webhook URL away. */
function settingsOf({ all }: JsonFields): ApplicationOptions {
  return all.webhookUrl === null ? { ...all, webhookUrl: undefined } : all
}

function addConsent(router: Router<NotedState>, control: Control): void {
  /** This server may have another name for who calls it, for example in a container. */
  function authorizationUrl(ctx: Context, fields: JsonFields): string {
    const asked = fields.required('authorizationUrl', 'string')
    const origin = `${originOf(ctx)}/`
    return asked.startsWith(origin) ? `${control.state().url}/${asked.slice(origin.length)}` : asked
  }

  router.post('/approve', async (ctx) => {
    const fields = new JsonFields(ctx.request.body, ['authorizationUrl', 'seller'])
    const seller = fields.optional('seller', 'number')
    ctx.body = { redirect: await control.approve(authorizationUrl(ctx, fields), { seller }) }
  })
  router.post('/deny', async (ctx) => {
    const fields = new JsonFields(ctx.request.body, ['authorizationUrl'])
    ctx.body = { redirect: await control.deny(authorizationUrl(ctx, fields)) }
  })
  router.post('/withdraw', async (ctx) => {
    const fields = new JsonFields(ctx.request.body, ['seller', 'clientId'])
    const seller = fields.required('seller', 'number')
    await control.withdraw(seller, fields.optional('clientId', 'string'))
    ctx.body = { connections: control.state().connections }
  })
}

function addNotifications(router: Router<NotedState>, control: Control): void {
  router.get('/notifications', (ctx) => {
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
