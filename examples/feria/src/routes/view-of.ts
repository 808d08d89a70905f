import type { Site, View } from '../pages/view.ts'
import { chosenLanguage } from '../words/chosen-language.ts'
import { formatsIn } from '../words/formats.ts'
import { wordsIn } from '../words/languages.ts'
import type { Visit } from './route.ts'

/** @param path - Where a change of language leads back to: a page, not the address of a form or of a callback. */
export function viewOf(visit: Pick<Visit, 'req' | 'res' | 'user'>, site: Site, path: string): View {
  const language = chosenLanguage(visit.req, visit.res)
  const { [language]: words } = wordsIn
  return { site, language, words, formats: formatsIn(language), user: visit.user, path }
}
