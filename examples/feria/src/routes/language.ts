import { NoSuchPage } from '../failure/failure.ts'
import { ownPath } from '../sign-in/own-path.ts'
import { keepLanguage } from '../words/chosen-language.ts'
import { isLanguage } from '../words/languages.ts'
import { queryOf } from './query.ts'
import { redirectReply } from './replies.ts'
import type { Reply, Route, Visit } from './route.ts'

/** The choice of a language. */
export const languageRoute: Route = {
  method: 'get',
  path: '/language/:language',
  respond: chooseLanguage,
}

async function chooseLanguage(visit: Visit): Promise<Reply> {
  const asked = String(visit.params.language)
  if (!isLanguage(asked)) throw new NoSuchPage()
  keepLanguage(visit.req, visit.res, asked)
  return redirectReply(ownPath(queryOf(visit).get('returnTo')))
}
