import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Reruns } from '../attempts/reruns.ts'
import {
  type AuthorizationRequest,
  readAuthorizationRequest,
} from '../authorization/authorization-request.ts'
import { allow, deny } from '../authorization/consent.ts'
import { OpenConsents } from '../authorization/open-consents.ts'
import { AuthorizationRefusal, type Refusal } from '../authorization/refusal.ts'
import type { Clock } from '../clock.ts'
import type { FaultQueue } from '../faults/fault-queue.ts'
import type { FaultRefusal } from '../faults/fault-refusal.ts'
import type { Connections } from '../grants/connections.ts'
import type { Ledger } from '../grants/ledger.ts'
import type { Log } from '../log.ts'
import { type ConsentAccounts, ConsentPage } from '../pages/consent.tsx'
import { DeniedPage, FaultPage, GonePage, RefusalPage } from '../pages/refusal.tsx'
import type { Application, Applications } from '../registry/application.ts'
import { originsOf } from '../registry/application-origins.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import type { Switches } from '../switches/switches.ts'
import { strikeFaults } from './fault-strike.ts'
import { Form } from './form.ts'
import { languageOf, redirect, sendPage } from './page-response.tsx'
import { rememberAccount, rememberedAccount } from './remembered-account.ts'

interface AuthorizationOptions {
  applications: Applications
  sellers: readonly Seller[]
  ledger: Ledger
  connections: Connections
  clock: Clock
  faults: FaultQueue
  switches: Switches
  refusals: Log<Refusal>
  reruns: Reruns
}

/** `GET /authorization` with its consent page, and the form that comes back from it. */
export function addAuthorizationEndpoint(
  router: Router<NotedState>,
  {
    applications,
    sellers,
    ledger,
    connections,
    clock,
    faults,
    switches,
    refusals,
    reruns,
  }: AuthorizationOptions,
): void {
  const consents = new OpenConsents(clock)

  function sendConsentPage(
    ctx: Context,
    consentId: string,
    request: AuthorizationRequest,
    wantsOther = false,
  ): void {
    const { application, redirectUri } = request
    const language = languageOf(ctx)
    const accounts = accountsFor(ctx, application, wantsOther)
    const props = { language, application, accounts, redirectUri, consentId }
    sendPage(ctx, <ConsentPage {...props} />)
  }

  /** Who can consent on the page. */
  function accountsFor(
    ctx: Context,
    application: Application,
    wantsOther: boolean,
  ): ConsentAccounts {
    const { rememberedAccount: mode } = switches
    const isFixed = mode === 'fixed'
    const isRemembered = isFixed || (mode === 'changeable' && !wantsOther)
    const signedIn = isRemembered ? rememberedAccount(ctx, sellers) : undefined
    if (signedIn) return { signedIn, isFixed }
    // A second shop needs another seller: one that has already consented would end in a conflict there.
    const isNew = ({ id }: Seller): boolean => !connections.isConnected(id, application)
    return { sellers, preselected: sellers.find(isNew) ?? sellers[0] }
  }

  /** Of the application, or of all while that is not known. */
  function originsFor(clientId: string | undefined): readonly string[] {
    const application = applications.find(clientId ?? '')
    return originsOf(application ? [application] : applications.all())
  }

  const strike = strikeFaults(faults, switches, 'authorization', (ctx, refusal: FaultRefusal) => {
    const language = languageOf(ctx)
    const origins = originsFor(undefined)
    const page = <FaultPage language={language} refusal={refusal} origins={origins} />
    sendPage(ctx, page, refusal.status)
  })

  function sendRefusal(ctx: Context, error: unknown, language = languageOf(ctx)): void {
    if (!(error instanceof AuthorizationRefusal)) throw error
    const { reason, message: explanation } = error
    const { notes } = ctx.state
    Object.assign(notes, { error: reason, explanation })
    const named = notes.clientId === undefined ? {} : { clientId: notes.clientId }
    refusals.record({ at: clock.now(), reason, explanation, ...named })
    const origins = originsFor(notes.clientId)
    const props = { language, reason, explanation, origins }
    sendPage(ctx, <RefusalPage {...props} />, 400)
  }

  function sendGone(ctx: Context, consentId: string, language = languageOf(ctx)): void {
    const consent = consents.whyClosed(consentId)
    const origins = originsFor(undefined)
    sendPage(ctx, <GonePage language={language} consent={consent} origins={origins} />, 400)
  }

  /** What the seller decided, on the page or in the attempt that is run again. */
  function decide(
    ctx: Context,
    request: AuthorizationRequest,
    seller: Seller,
    decision: 'allow' | 'deny',
    language = languageOf(ctx),
  ): void {
    const { application, redirectUri } = request
    Object.assign(ctx.state.notes, { clientId: application.clientId, sellerId: seller.id })
    rememberAccount(ctx, seller)
    if (decision === 'allow') {
      redirect(ctx, allow(request, seller, { ledger, connections, switches }))
      return
    }
    ctx.state.notes.error = 'access_denied'
    if (switches.denial === 'redirect') redirect(ctx, deny(request))
    else sendPage(ctx, <DeniedPage language={language} redirectUri={redirectUri} />)
  }

  router.get('/authorization', strike, (ctx) => {
    try {
      const query = new URLSearchParams(ctx.querystring)
      const application = applications.find(query.get('client_id') ?? '')
      if (application) ctx.state.notes.clientId = application.clientId
      const request = readAuthorizationRequest(query, applications, switches)
      const past = reruns.consentFor(request.application.clientId)
      const account = sellers.find(({ id }) => id === past?.sellerId)
      if (past && account) {
        decide(ctx, request, account, past.decision)
        return
      }
      const consentId = consents.add(request)
      ctx.state.consentId = consentId
      sendConsentPage(ctx, consentId, request)
    } catch (error) {
      sendRefusal(ctx, error)
    }
  })

  // The same page in another language or for another account, without the parameters of the request in its address.
  router.get('/authorization/consent', (ctx) => {
    const consentId = new URLSearchParams(ctx.querystring).get('id') ?? ''
    const request = consents.find(consentId)
    const wantsOther = ctx.query.account === 'other'
    if (request) sendConsentPage(ctx, consentId, request, wantsOther)
    else sendGone(ctx, consentId)
  })

  const readForm = bodyParser({ enableTypes: ['form'], formLimit: '64kb' })

  router.post('/authorization', readForm, strike, (ctx) => {
    const form = new Form(ctx.request.body)
    const language = languageOf(ctx, form.text('lang'))
    const consentId = form.text('consent') ?? ''
    const request = consents.take(consentId)
    const seller = sellers.find(({ id }) => String(id) === form.text('seller'))
    const decision = form.text('decision')
    if (!request || !seller || (decision !== 'allow' && decision !== 'deny')) {
      ctx.state.notes.error = 'consent_gone'
      sendGone(ctx, consentId, language)
      return
    }
    try {
      decide(ctx, request, seller, decision, language)
    } catch (error) {
      sendRefusal(ctx, error, language)
    }
  })
}
