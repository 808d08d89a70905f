import type { Language } from 'example-feria/app-pages'
import { en } from './en.ts'
import { es } from './es.ts'
import { pt } from './pt.ts'
import type { Words } from './words.ts'

export const wordsIn: Readonly<Record<Language, Words>> = { en, es, pt }
