/** The countries of Mercado Pago and what is paid with there. */
const currencies = new Map([
  ['AR', 'ARS'],
  ['BR', 'BRL'],
  ['CL', 'CLP'],
  ['CO', 'COP'],
  ['MX', 'MXN'],
  ['PE', 'PEN'],
  ['UY', 'UYU'],
])

/** ISO 4217, such as `ARS`; `undefined` for an account that does not tell its country, which then decides itself. */
export function currencyOf(countryId: string | undefined): string | undefined {
  return currencies.get(countryId ?? '')
}

/** How many decimals an amount may have, e.g. none in Chile. */
export function decimalsOf(currency: string | undefined): number {
  if (currency === undefined) return 2
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}
