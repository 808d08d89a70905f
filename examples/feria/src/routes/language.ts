import { NoSuchPage } from '../failure/failure.ts'
import { ownPath } from '../sign-in/own-path.ts'
import { keepLanguage } from '../words/chosen-language.ts'
import { isLanguage } from '../words/languages.ts'
import { redirectAnswer } from './answers.ts'
import { queryOf } from './query.ts'
import type { Answer, Route, Visit } from './route.ts'

/** The choice of a language. */
export const languageRoute: Route = {
  method: 'get',
  path: '/language/:language',
  answer: chooseLanguage,
}

async function chooseLanguage(visit: Visit): Promise<Answer> {
  const asked = String(visit.params.language)
  if (!isLanguage(asked)) throw new NoSuchPage()
  keepLanguage(visit.req, visit.res, asked)
  return redirectAnswer(ownPath(queryOf(visit).get('returnTo')))
}
