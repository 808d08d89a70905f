import type { Purchase } from './purchase.ts'

/** Something that a seller offers for sale, created with the seller's access token. Its id is `<seller id>-<uuid>`. */
export type Preference = Purchase
