/** A user who can sign in and consent on the page of the WSO2 server. */
export interface Wso2User {
  /** The subject: what the profile calls `sub`. */
  readonly sub: string
  /** Further claims, in wire names. An application sees those that its own settings list. */
  readonly claims: Readonly<Record<string, string>>
}

/** The users of a WSO2 face that was given none. */
export const testUsers: readonly Wso2User[] = [
  {
    sub: '3d9e8f10-0a41-4b7e-9c36-5f1d2c7a6b01',
    claims: {
      preferred_username: 'ana',
      name: 'Ana Benítez',
      given_name: 'Ana',
      family_name: 'Benítez',
      email: 'ana@shop.example',
    },
  },
  {
    sub: '8b52c6d4-77e0-4f0e-8d1a-2e6f9a3b4c02',
    claims: { preferred_username: 'joao', name: 'João Araújo', email: 'joao@shop.example' },
  },
  // A claim that the account does not have is absent: this user has no more than a name to sign in with.
  { sub: 'PRIMARY/lupe', claims: { preferred_username: 'lupe' } },
]
