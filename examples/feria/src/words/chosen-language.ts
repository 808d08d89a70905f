import type { IncomingMessage, ServerResponse } from 'node:http'
import Cookies from 'cookies'
import { askedLanguage, isLanguage, type Language } from './languages.ts'

const name = 'feria-language'
const lifeMs = 365 * 24 * 60 * 60 * 1000

/** The language that was chosen here before, else the one that the browser asks for. */
export function chosenLanguage(req: IncomingMessage, res: ServerResponse): Language {
  const kept = new Cookies(req, res).get(name)
  return isLanguage(kept) ? kept : askedLanguage(req)
}

export function keepLanguage(req: IncomingMessage, res: ServerResponse, language: Language): void {
  new Cookies(req, res).set(name, language, { maxAge: lifeMs, sameSite: 'lax' })
}
