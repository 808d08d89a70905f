import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Context } from 'koa'
import { againFaults, strikesNext } from '../../attempts/again-fault.ts'
import type { Attempt } from '../../attempts/attempt.ts'
import type { Reruns } from '../../attempts/reruns.ts'
import type { Control } from '../../control/control.ts'
import { AttemptPage } from '../../pages/control-room/attempt.tsx'
import type { Visit } from '../../pages/control-room/frame.tsx'
import { namesOf } from '../../pages/control-room/names.ts'
import { withQuery } from '../../query.ts'
import type { Applications } from '../../registry/application.ts'
import { startOf } from '../../registry/start-url.ts'
import type { NotedState } from '../../request-log.ts'
import { Form } from '../form.ts'
import { languageOf, redirect, sendLivePage } from '../page-response.tsx'
import { refuseCrossSite } from '../same-site.ts'

interface AttemptsParts {
  control: Control
  applications: Applications
  reruns: Reruns
  countsNow: () => Visit['counts']
}

/** `GET /sandbox/attempts/…`: what one attempt consisted of, and its buttons. */
export function addAttempts(
  router: Router<NotedState>,
  { control, applications, reruns, countsNow }: AttemptsParts,
): void {
  const readForm = bodyParser({ enableTypes: ['form'], formLimit: '64kb' })

  function find(isWanted: (attempt: Attempt) => boolean): Attempt | undefined {
    return control.attempts().find(isWanted)
  }

  /** Where the app begins an attempt; a renewal is not begun by a browser. */
  function startFor({ kind, clientId }: Attempt): string | undefined {
    const application = applications.find(clientId ?? '')
    return kind === 'link' && application ? startOf(application) : undefined
  }

  /** To an attempt, or to all where there is none such: cleared, or older than the log. */
  function lead(ctx: Context, attempt: Attempt | undefined): void {
    const path = attempt ? `/sandbox/attempts/${attempt.id}` : '/sandbox'
    ctx.status = 303
    ctx.redirect(withQuery(path, { lang: languageOf(ctx) }))
  }

  // For apps: they know a state, and not the number of the attempt.
  router.get('/sandbox/attempts/state/:hash', (ctx) =>
    lead(
      ctx,
      find(({ stateHash }) => stateHash === ctx.params.hash),
    ),
  )
  router.get('/sandbox/attempts/newest', (ctx) =>
    lead(
      ctx,
      find(({ kind }) => kind === 'link'),
    ),
  )

  router.get('/sandbox/attempts/:id', (ctx) => {
    const language = languageOf(ctx)
    const attempt = find(({ id }) => String(id) === ctx.params.id)
    if (!attempt) {
      lead(ctx, undefined)
      return
    }
    const visit = { language, counts: countsNow() }
    const names = namesOf(control.state())
    const pending = control.faults.filter((fault) => strikesNext(fault, attempt.kind))
    const again = control.attempts().filter(({ againOf }) => againOf === attempt.id)
    const before = find(({ id }) => id === attempt.againOf)
    const props = { attempt, names, pending, again, before, start: startFor(attempt) }
    sendLivePage(ctx, <AttemptPage visit={visit} {...props} />)
  })

  router.post('/sandbox/attempts/:id/again', refuseCrossSite, readForm, (ctx) => {
    const form = new Form(ctx.request.body)
    const attempt = find(({ id }) => String(id) === ctx.params.id)
    const faults = new Map(Object.entries(againFaults[attempt?.kind ?? 'other']))
    const fault = faults.get(form.text('fault') ?? '')
    if (attempt && fault) {
      control.fail(fault.endpoint, fault.kind, { grantType: fault.grantType })
      reruns.start(attempt)
    }
    const path = `/sandbox/attempts/${ctx.params.id}`
    const here = `${withQuery(path, { lang: languageOf(ctx, form.text('lang')) })}#again`
    redirect(ctx, (attempt && fault && startFor(attempt)) ?? here)
    ctx.status = 303
  })
}
