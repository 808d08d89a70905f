import type { FailureKind } from '../failure-kind.ts'

/** Everything that pages say, in one language. Constant: what comes from outside is put beside it. */
export interface Words {
  home: {
    welcome: string
    text: string
    signIn: string
    /** Before the name of the user. */
    hello: string
    subject: string
    email: string
    signOut: string
  }
  denied: FailureWords
  failures: Readonly<Record<FailureKind, FailureWords>>
  unexpected: FailureWords
  noSuchPage: FailureWords
  tryAgain: string
  homePage: string
  /** Before a sentence in English. */
  forDevelopers: string
  /** Before the code of a failure. */
  code: string
  /** Before the name of the identity server. */
  server: string
}

export interface FailureWords {
  title: string
  text: string
}
