/** Lifetimes in seconds: the defaults of WSO2 Identity Server, all of which a real one can change. */
export const lifetimeSeconds = {
  code: 300,
  accessToken: 3_600,
  refreshToken: 86_400,
} as const
