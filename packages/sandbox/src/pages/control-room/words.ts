import type { Language } from '../words.ts'
import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { pt } from './words/pt.ts'
import type { ControlRoomWords } from './words/words.ts'

/** Everything the control room says. */
export const controlRoomWords: Record<Language, ControlRoomWords> = { es, pt, en }
