import { randomUUID } from 'node:crypto'
import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Clock } from '../clock.ts'
import type { FaultQueue } from '../faults/fault-queue.ts'
import type { FaultRefusal } from '../faults/fault-refusal.ts'
import { strikeFaults } from '../faults/fault-strike.ts'
import type { Connections } from '../grants/connections.ts'
import { ExpiringMap } from '../grants/expiring-map.ts'
import type { Ledger } from '../grants/ledger.ts'
import { ConsentPage } from '../pages/consent.tsx'
import { DeniedPage, FaultPage, GonePage, RefusalPage } from '../pages/refusal.tsx'
import type { Applications } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import {
  AuthorizationRefusal,
  type AuthorizationRequest,
  readAuthorizationRequest,
} from './authorization-request.ts'
import { allow, type Denial, deny } from './consent.ts'
import { languageOf, redirect, sendPage } from './page-response.tsx'

interface AuthorizationOptions {
  applications: Applications
  sellers: readonly Seller[]
  ledger: Ledger
  connections: Connections
  clock: Clock
  denial: Denial
  faults: FaultQueue
}

const consentLifetimeSeconds = 600
const mostOpenConsents = 1000

/** `GET /authorization` with its consent page, and the form that comes back from it. */
export function addAuthorizationEndpoint(
  router: Router<NotedState>,
  { applications, sellers, ledger, connections, clock, denial, faults }: AuthorizationOptions,
): void {
  const consents = new ExpiringMap<AuthorizationRequest>(clock, mostOpenConsents)

  function sendConsentPage(ctx: Context, consentId: string, request: AuthorizationRequest): void {
    const { application } = request
    const language = languageOf(ctx)
    sendPage(ctx, <ConsentPage {...{ language, application, sellers, consentId }} />)
  }

  const strike = strikeFaults(faults, 'authorization', (ctx, refusal: FaultRefusal) =>
    sendPage(ctx, <FaultPage language={languageOf(ctx)} refusal={refusal} />, refusal.status),
  )

  router.get('/authorization', strike, (ctx) => {
    try {
      const request = readAuthorizationRequest(new URLSearchParams(ctx.querystring), applications)
      ctx.state.notes.clientId = request.application.clientId
      const consentId = randomUUID()
      consents.set(consentId, request, consentLifetimeSeconds)
      sendConsentPage(ctx, consentId, request)
    } catch (error) {
      if (!(error instanceof AuthorizationRefusal)) throw error
      ctx.state.notes.error = error.reason
      const language = languageOf(ctx)
      sendPage(ctx, <RefusalPage language={language} explanation={error.message} />, 400)
    }
  })

  // The same page in another language, without the parameters of the request in its address.
  router.get('/authorization/consent', (ctx) => {
    const consentId = new URLSearchParams(ctx.querystring).get('id') ?? ''
    const request = consents.get(consentId)
    if (request) sendConsentPage(ctx, consentId, request)
    else sendPage(ctx, <GonePage language={languageOf(ctx)} />, 400)
  })

  const readForm = bodyParser({ enableTypes: ['form'], formLimit: '64kb' })

  router.post('/authorization', strike, readForm, (ctx) => {
    const form = new Map<string, unknown>(Object.entries(Object(ctx.request.body)))
    const language = languageOf(ctx, form.get('lang'))
    const request = consents.take(String(form.get('consent')))
    const seller = sellers.find(({ id }) => String(id) === form.get('seller'))
    const decision = form.get('decision')
    if (!request || !seller || (decision !== 'allow' && decision !== 'deny')) {
      ctx.state.notes.error = 'consent_gone'
      sendPage(ctx, <GonePage language={language} />, 400)
      return
    }
    ctx.state.notes.clientId = request.application.clientId
    if (decision === 'deny') ctx.state.notes.error = 'access_denied'
    if (decision === 'deny' && denial === 'silent') {
      sendPage(ctx, <DeniedPage language={language} />)
      return
    }
    const isAllowed = decision === 'allow'
    redirect(ctx, isAllowed ? allow(request, seller, ledger, connections) : deny(request))
  })
}
