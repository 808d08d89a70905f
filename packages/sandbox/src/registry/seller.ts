/** A test seller: a user who can consent on the sandbox's consent page. */
export interface Seller {
  /** Mercado Pago's user id: `user_id` in token responses, `id` in the profile. */
  readonly id: number
  /** As pages and the profile show it. */
  readonly nickname: string
  /** Mercado Pago's site, e.g. `MLA` (Argentina) or `MLB` (Brazil). */
  readonly siteId: string
  /** ISO 3166-1 alpha-2, e.g. `AR`. */
  readonly countryId: string
  /** Absent for an account without one. */
  readonly firstName?: string
  /** Absent for an account without one. */
  readonly lastName?: string
  /** Absent for an account without one. */
  readonly email?: string
  /** Absent for an account without one. */
  readonly pictureUrl?: string
  /** When the account was opened; absent where the profile does not say it. */
  readonly registeredAt?: Date
}

const currencies = new Map([
  ['MLA', 'ARS'],
  ['MLB', 'BRL'],
  ['MLC', 'CLP'],
  ['MCO', 'COP'],
  ['MLM', 'MXN'],
  ['MPE', 'PEN'],
  ['MLU', 'UYU'],
])

/** What is paid with at a site of Mercado Pago, in ISO 4217; undefined for another site. */
export function currencyOf(siteId: string | undefined): string | undefined {
  return currencies.get(siteId ?? '')
}

/** The sellers of a sandbox that was given none. */
export const testSellers: readonly Seller[] = [
  {
    id: 700100001,
    nickname: 'PANADERIA_ANA',
    siteId: 'MLA',
    countryId: 'AR',
    firstName: 'Ana',
    lastName: 'Benítez',
    email: 'ana@seller.example',
    pictureUrl: 'https://pictures.example/700100001.png',
    registeredAt: new Date('2019-03-04T12:00:00Z'),
  },
  {
    id: 700200002,
    nickname: 'CAFE_DO_JOAO',
    siteId: 'MLB',
    countryId: 'BR',
    firstName: 'João',
    lastName: 'Araújo',
    email: 'joao@seller.example',
    registeredAt: new Date('2020-07-15T15:30:00Z'),
  },
  {
    id: 700300003,
    nickname: 'TALLER_LUPE',
    siteId: 'MLM',
    countryId: 'MX',
    firstName: 'Guadalupe',
    lastName: 'Núñez',
    email: 'lupe@seller.example',
    registeredAt: new Date('2021-11-30T09:45:00Z'),
  },
  {
    id: 700400004,
    nickname: 'TIENDA_INES',
    siteId: 'MLU',
    countryId: 'UY',
    firstName: 'Inés',
    lastName: 'Pereira',
    email: 'ines@seller.example',
    registeredAt: new Date('2022-02-01T18:20:00Z'),
  },
  // Every field of a profile but the id may be missing: this seller has no more than an account needs.
  { id: 700500005, nickname: 'LIBROS_DEL_SUR', siteId: 'MLC', countryId: 'CL' },
]

/** The account that an application belongs to unless another is given. */
export const marketplaceOwner: Seller = {
  id: 700000000,
  nickname: 'FERIA_MARKETPLACE',
  siteId: 'MLA',
  countryId: 'AR',
  email: 'hola@feria.example',
}
