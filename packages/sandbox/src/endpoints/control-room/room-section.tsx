import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Context } from 'koa'
import type { VNode } from 'preact'
import type { Visit } from '../../pages/control-room/frame.tsx'
import { pathOf, type Section } from '../../pages/control-room/section.ts'
import type { Language } from '../../pages/words.ts'
import { withQuery } from '../../query.ts'
import type { NotedState } from '../../request-log.ts'
import { Form } from '../form.ts'
import { languageOf, sendLivePage } from '../page-response.tsx'
import { refuseCrossSite } from '../same-site.ts'

/** A page of the control room, and what its forms do. */
export interface RoomSection {
  readonly section: Section
  readonly show: (visit: Visit) => VNode
  /**
   * By path. May throw an error with one of Node's codes for a wrong argument: its message is shown.
   * `id` is the path's.
   */
  readonly forms?: Readonly<Record<string, (form: Form, id: string) => unknown>>
}

/** `GET` of a section, and `POST` of its forms: each redirects back to the section with 303. */
export function addRoomSection(
  router: Router<NotedState>,
  { section, show, forms = {} }: RoomSection,
  countsNow: () => Visit['counts'],
): void {
  const readForm = bodyParser({ enableTypes: ['form'], formLimit: '64kb' })

  function visitIn(language: Language): Visit {
    return { language, counts: countsNow() }
  }

  router.get(pathOf(section), (ctx) => {
    const visit = visitIn(languageOf(ctx))
    sendLivePage(ctx, show(ctx.query.done === '1' ? { ...visit, outcome: 'done' } : visit))
  })

  for (const [path, act] of Object.entries(forms)) {
    router.post(path, refuseCrossSite, readForm, async (ctx) => {
      const form = new Form(ctx.request.body)
      const language = languageOf(ctx, form.text('lang'))
      try {
        await act(form, String(ctx.params.id))
        goBack(ctx, section, language)
      } catch (error) {
        const problem = problemOf(error)
        sendLivePage(ctx, show({ ...visitIn(language), outcome: { problem } }), 400)
      }
    })
  }
}

// By GET, so that loading the page again does not send the form again.
function goBack(ctx: Context, section: Section, lang: Language): void {
  ctx.status = 303
  ctx.redirect(withQuery(pathOf(section), { done: '1', lang }))
}

/** What is wrong with the form; any other error goes on. */
function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ERR_INVALID_ARG_VALUE' && code !== 'ERR_OUT_OF_RANGE') throw error
  return (error as Error).message
}
