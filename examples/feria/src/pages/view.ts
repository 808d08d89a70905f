import type { ShopOwner } from '../sign-in/shop-owner.ts'
import type { Formats } from '../words/formats.ts'
import type { Language } from '../words/languages.ts'
import type { Words } from '../words/words.ts'

/** What every page knows of the marketplace. */
export interface Site {
  /** Where linking begins. */
  connectUrl: string
  /** Set when the sandbox stands in for Mercado Pago. */
  sandboxUrl: string | undefined
  /** Where a seller signs out of Mercado Pago, if that is known. */
  signOutUrl: string | undefined
  /** Tells the time: the sandbox's clock, where there is one. */
  clock: () => Date
}

/** What every page knows about its visitor. */
export interface View {
  site: Site
  language: Language
  words: Words
  formats: Formats
  user: ShopOwner | undefined
  /** Where a change of language leads back to. */
  path: string
}
