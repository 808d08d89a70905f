/** Lifetimes in seconds, as Mercado Pago's OAuth guide gives them. */
export const lifetimeSeconds = {
  code: 600,
  accessToken: 15_552_000,
  refreshToken: 15_552_000,
  clientCredentialsToken: 21_600,
  /** How long a grant may go unused on Mercado Libre, where it is four months. */
  inactivity: 10_368_000,
} as const
