import type { Language } from './languages.ts'

/** Dates, countries and money as a language writes them. Days are those of UTC, as the server's zone says nothing about the reader. */
export interface Formats {
  /** E.g. `9 March 2026`. */
  day(date: Date): string
  /** E.g. `9 Mar`. */
  shortDay(date: Date): string
  /** E.g. `9 March 2026 at 12:05 UTC`. */
  minute(date: Date): string
  /** E.g. `2,000`. */
  count(sellers: number): string
  /** `undefined` for what is no country. */
  country(countryId: string | undefined): string | undefined
  /** In the country's own way of writing money, as far as the language has one. */
  money(amount: number, currency: string | undefined, countryId: string | undefined): string
}

/** How each language writes dates and amounts. English in Latin America writes the day first, as all of it does. */
export const locales: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  es: 'es-419',
  pt: 'pt-BR',
}

function createFormats(language: Language): Formats {
  const locale = locales[language]
  const zone = { timeZone: 'UTC', hourCycle: 'h23' } as const
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...zone })
  const shortDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone })
  const minutes = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    ...zone,
  })
  const counts = new Intl.NumberFormat(locale)
  const countries = new Intl.DisplayNames(locale, { type: 'region' })
  return {
    day: (date) => days.format(date),
    shortDay: (date) => shortDays.format(date).replace('.', ''),
    minute: (date) => `${minutes.format(date)} UTC`,
    count: (sellers) => counts.format(sellers),
    country: (countryId) => (isCountry(countryId) ? countries.of(countryId) : undefined),
    money(amount, currency, countryId) {
      const region = isCountry(countryId) && language !== 'en' ? `${language}-${countryId}` : locale
      const style = currency === undefined ? {} : { style: 'currency' as const, currency }
      return new Intl.NumberFormat(region, style).format(amount)
    },
  }
}

/** Anything else than two letters would throw, and it comes from outside. */
function isCountry(countryId: string | undefined): countryId is string {
  return countryId !== undefined && /^[A-Z]{2}$/.test(countryId)
}

const made = new Map<Language, Formats>()

export function formatsIn(language: Language): Formats {
  const formats = made.get(language) ?? createFormats(language)
  made.set(language, formats)
  return formats
}
