/** The application that every contender links sellers for. */
export const clientId = '1234567890123456'
export const clientSecret = 'bench-client-secret-of-32-chars-x'

/** Where the seller consents. Nobody goes there: the load responds in its place. */
export const authorizationEndpoint = 'https://auth.mercadopago.com/authorization'

export const connectPath = '/connect/mercadopago'
export const callbackPath = '/connect/mercadopago/callback'

/** The body of a callback's response, so that the load can tell whose tokens came. */
export function linked(sellerId) {
  return `linked ${sellerId}`
}
