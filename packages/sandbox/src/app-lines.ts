/** Where an app takes the provider: the client of its sellers, or else the adapter itself. */
const places: readonly (readonly [place: string, before: string, after: string])[] = [
  ['with sellers', 'createClient({ …, ', ' })'],
  ['passport-mercadopago', 'new MercadoPagoStrategy({ …, ', ' }, verify)'],
  ['koa-mercadopago', 'mercadoPago({ …, ', ' })'],
  ['mercadopago-oauth-web', 'mercadoPago({ …, ', ' })'],
]

/** The lines of code that point an app at the sandbox, as the command prints them. */
export function appLines(url: string): string[] {
  const provider = `provider: sandboxProvider('${url}')`
  const width = Math.max(...places.map(([place]) => place.length))
  return [
    'In your app, with sandboxProvider of mercadopago-oauth, in one of these places:',
    ...places.map(([place, before, after]) => {
      return `  ${place.padEnd(width)}  ${before}${provider}${after}`
    }),
  ]
}
