import { randomUUID } from 'node:crypto'
import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Clock } from '../../clock.ts'
import { Form } from '../../endpoints/form.ts'
import { languageOf, redirect, sendPage } from '../../endpoints/page-response.tsx'
import { ExpiringMap } from '../../grants/expiring-map.ts'
import { originsOf } from '../../registry/application-origins.ts'
import type { NotedState } from '../../request-log.ts'
import type { Wso2Ledger } from '../grants/wso2-ledger.ts'
import { ConsentPage } from '../pages/consent.tsx'
import { ErrorMessagePage, type ErrorMessageProps } from '../pages/error-message.tsx'
import type { Wso2Applications } from '../registry/application.ts'
import type { Wso2User } from '../registry/user.ts'
import {
  ErrorPage,
  type ErrorPageReason,
  errorPageTexts,
  RedirectedError,
  readWso2AuthorizationRequest,
  type Wso2AuthorizationRequest,
} from './authorization-request.ts'
import { allow, deny, refuse } from './decision.ts'

interface AuthorizationParts {
  applications: Wso2Applications
  users: readonly Wso2User[]
  ledger: Wso2Ledger
  clock: Clock
  /** Before every path. */
  tenantPath: string
  sessionState: boolean
  redirectErrors: boolean
}

const consentLifetimeSeconds = 600
const mostOpenConsents = 1000

/** `GET /oauth2/authorize`, its page for signing in and consenting, and the server's own error page. */
export function addAuthorizationEndpoint(
  router: Router<NotedState>,
  { applications, users, ledger, clock, tenantPath, ...settings }: AuthorizationParts,
): void {
  const consents = new ExpiringMap<Wso2AuthorizationRequest>(clock, mostOpenConsents)
  const consentPath = `${tenantPath}/oauth2/authorize/consent`
  // Outside the tenant, as on a real server.
  const errorPath = '/authenticationendpoint/oauth2_error.do'

  function sendErrorMessage(ctx: Context, reason: ErrorMessageProps['reason']): void {
    const props = { language: languageOf(ctx), reason, origins: originsOf(applications.all()) }
    sendPage(ctx, <ErrorMessagePage {...props} />, 400)
  }

  router.get(`${tenantPath}/oauth2/authorize`, (ctx) => {
    const showErrorPage = (reason: ErrorPageReason): void =>
      redirect(ctx, `${errorPath}?oauthErrorCode=${reason}`)
    try {
      const query = new URLSearchParams(ctx.querystring)
      const request = readWso2AuthorizationRequest(query, applications)
      ctx.state.notes.clientId = request.application.clientId
      const consentId = randomUUID()
      consents.set(consentId, request, consentLifetimeSeconds)
      const { application, scopes } = request
      sendPage(
        ctx,
        <ConsentPage
          language={languageOf(ctx)}
          application={application}
          scopes={scopes}
          users={users}
          consentId={consentId}
          consentPath={consentPath}
        />,
      )
    } catch (error) {
      if (error instanceof ErrorPage) {
        ctx.state.notes.error = error.reason
        showErrorPage(error.reason)
      } else if (error instanceof RedirectedError) {
        ctx.state.notes.error = error.error
        if (settings.redirectErrors) redirect(ctx, refuse(error))
        else showErrorPage('invalid_request')
      } else throw error
    }
  })

  router.get(errorPath, (ctx) => {
    // Anybody can write that address: only sentences of ours are shown.
    const texts = new Map<unknown, string>(Object.entries(errorPageTexts))
    const text = texts.get(ctx.query.oauthErrorCode) ?? errorPageTexts.invalid_request
    sendErrorMessage(ctx, { forDeveloper: text })
  })

  router.post(consentPath, bodyParser({ enableTypes: ['form'], formLimit: '64kb' }), (ctx) => {
    const form = new Form(ctx.request.body)
    const request = consents.take(form.text('consent') ?? '')
    const user = users.find(({ sub }) => sub === form.text('user'))
    const decision = form.text('decision')
    if (!request || !user || (decision !== 'allow' && decision !== 'deny')) {
      ctx.state.notes.error = 'consent_gone'
      sendErrorMessage(ctx, 'gone')
      return
    }
    ctx.state.notes.clientId = request.application.clientId
    if (decision === 'deny') ctx.state.notes.error = 'access_denied'
    const isAllowed = decision === 'allow'
    redirect(ctx, isAllowed ? allow(request, user, ledger, settings.sessionState) : deny(request))
  })
}
