import type { IncomingMessage } from 'node:http'
import Negotiator from 'negotiator'
import { en } from './en.ts'
import { es } from './es.ts'
import { pt } from './pt.ts'
import type { Words } from './words.ts'

/** The languages that pages come in. */
export const languages = ['en', 'es', 'pt'] as const

export type Language = (typeof languages)[number]

export const wordsIn: Readonly<Record<Language, Words>> = { en, es, pt }

export function isLanguage(text: string | undefined): text is Language {
  return languages.some((language) => language === text)
}

/** The language that the browser asks for; English for one that asks for none of ours. */
export function askedLanguage(req: IncomingMessage): Language {
  const asked = new Negotiator(req).language([...languages])
  return isLanguage(asked) ? asked : 'en'
}
