import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { pt } from './words/pt.ts'
import type { Words } from './words/words.ts'

/** The languages that pages come in. */
export const languages = ['es', 'pt', 'en'] as const

export type Language = (typeof languages)[number]

/** Everything a page says, except explanations for the developer alone: those are in English. */
export const words: Record<Language, Words> = { es, pt, en }

/** The name of a country in a language, e.g. `Brasil`. */
export function countryName(countryId: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(countryId) ?? countryId
}

/** A day in a language, e.g. `9 de março de 2026`. In UTC, whatever the server's time zone is. */
export function longDate(date: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date)
}

/** Where money is paid. */
export interface Market {
  /** ISO 4217; absent where it is not known. */
  readonly currency?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly countryId?: string | undefined
}

/** An amount in a language, as the country writes it, e.g. `$ 1.234,50` in Spanish in Argentina. */
export function amount(value: number, language: Language, { currency, countryId }: Market): string {
  const isLocal = countryId !== undefined && language !== 'en'
  const locale = isLocal ? `${language}-${countryId}` : language
  const style =
    currency === undefined
      ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
      : ({ style: 'currency', currency } as const)
  return new Intl.NumberFormat(locale, style).format(value)
}

/** A moment in a language, to the second. In UTC as well, and saying so. */
export function dateTime(date: Date, language: Language): string {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone: 'UTC',
  })
  return `${format.format(date)} UTC`
}

/** A length of time in a language, in its two largest units, e.g. `3 días, 2 horas`. */
export function longDuration(durationMs: number, language: Language): string {
  const minutes = Math.floor(durationMs / 60_000)
  const parts = [
    { unit: 'day', count: Math.floor(minutes / 1440) },
    { unit: 'hour', count: Math.floor(minutes / 60) % 24 },
    { unit: 'minute', count: minutes % 60 },
  ]
  const said = parts.filter(({ count }) => count > 0).slice(0, 2)
  return (said.length > 0 ? said : parts.slice(-1))
    .map(({ unit, count }) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    )
    .join(', ')
}
