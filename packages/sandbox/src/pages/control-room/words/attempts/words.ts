import type { Attempt } from '../../../../attempts/attempt.ts'
import type { Party, StepKind } from '../../../../attempts/step.ts'
import type { Verdict } from '../../../../attempts/verdict.ts'

/** What the control room says of attempts. */
export interface AttemptWords {
  see: string
  back: string
  requests: (count: number) => string
  kinds: Record<Attempt['kind'], string>
  verdicts: Record<Verdict, { title: string; text: string }>
  sequence: string
  parties: Record<Party, string>
  /** On a narrow screen. */
  shortParties: Record<Party, string>
  steps: Record<StepKind, { title: string; text?: string }>
  /** In place of the text of `send_away`, where the app sent no challenge, or the verifier as one. */
  withoutChallenge: string
  withPlainChallenge: string
  inferred: string
  awaited: string
  stopsHere: string
  parameters: (count: number) => string
  hidden: string
  meanings: Readonly<Record<string, string>>
  pkce: PkceWords
  thief: ThiefWords
  again: AgainWords
}

interface PkceWords {
  verifier: string
  length: (length: number) => string
  malformed: string
  hash: string
  computed: string
  computedMeaning: string
  stored: string
  storedMeaning: string
  storedPlain: string
  same: string
  samePlain: string
  different: string
  noVerifier: string
  noChallenge: string
}

interface ThiefWords {
  title: string
  intro: string
  has: string
  lacks: string
  code: string
  challenge: string
  verifier: string
  secret: string
  tries: string
  alone: { title: string; text: string }
  backwards: { title: string; text: string }
  guess: { title: string; text: string }
  guessed: string
  ofGuess: string
  stored: string
  inject: { title: string; text: string }
  conclusion: string
  plain: string
  none: string
}

interface AgainWords {
  title: string
  intro: string
  renewalIntro: string
  /** Where the start of the app is known. */
  starts: (host: string) => string
  /** Before a link to the attempt that this one runs again. */
  before: string
  /** Above the attempts that run this one again. */
  runs: string
  pending: string
  open: (origin: string) => string
  openMore: string
  startYourself: string
  startRenewal: string
  moreFaults: string
}
