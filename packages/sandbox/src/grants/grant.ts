import type { Scope } from '../registry/application.ts'

/** What a user allowed an application. Fixed at consent: later settings do not change it. */
export interface Grant {
  readonly clientId: string
  readonly userId: number
  readonly scopes: readonly Scope[]
  /** False for what was asked for with `test_token`. */
  readonly isLive: boolean
  /** Tells whether the application has the client secret that it had then. */
  readonly secretMark: string
}
