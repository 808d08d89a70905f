import type { FaultEndpoint, FaultKind } from '../../../faults/fault.ts'
import type { Action } from '../../../notifications/notification.ts'
import type { PkceSetting } from '../../../registry/application.ts'
import type { SwitchEntry } from '../../../switches/switch-table.ts'
import type { SwitchName } from '../../../switches/switches.ts'
import type { Section } from '../section.ts'
import type { Step } from '../step.ts'
import type { AttemptWords } from './attempts/words.ts'
import type { SwitchText } from './switch-texts.ts'

/** What the control room says, in one language. */
export interface ControlRoomWords {
  sections: Record<Section, string>
  navigation: string
  /** After something was done, at the top of the page that did it. */
  done: string
  notDone: string
  live: string
  notLive: string
  save: string
  activity: ActivityWords
  attempts: AttemptWords
  events: EventWords
  clock: ClockWords
  faults: FaultWords
  applications: ApplicationWords
  sellers: SellerWords
  switches: SwitchWords
  notifications: NotificationWords
}

interface ActivityWords {
  intro: string
  log: string
  clear: string
  clearMeaning: string
  empty: string
  emptyMore: string
  lastRefusal: string
  fault: (kind: string) => string
  /** Instead of a status, when the connection was cut. */
  cut: string
}

/** A sentence for each thing that can happen. `somebody` and `anApplication` stand in for who is not known. */
interface EventWords {
  somebody: string
  anApplication: string
  consentShown: (application: string) => string
  consentRefused: (application: string) => string
  consentGone: string
  allowed: (application: string, seller: string) => string
  denied: (application: string) => string
  /** After the decision: only the administrator of an account may give permission. */
  notAllowed: (application: string) => string
  exchanged: (application: string, seller: string) => string
  renewed: (application: string, seller: string) => string
  ownToken: (application: string) => string
  notExchanged: (application: string) => string
  notRenewed: (application: string) => string
  noToken: (application: string) => string
  profileShown: (application: string, seller: string) => string
  profileRefused: string
  checkoutCreated: (application: string, seller: string) => string
  checkoutRead: (application: string) => string
  checkoutRefused: string
  /** A fault struck, so that the request says nothing of itself. */
  struck: Record<FaultEndpoint, string>
  other: string
}

interface ClockWords {
  intro: string
  now: string
  real: string
  behind: (duration: string) => string
  ahead: (duration: string) => string
  forward: string
  steps: Record<Step, { label: string; effect: string }>
  other: string
  amount: string
  unit: string
  units: Record<'minutes' | 'hours' | 'days', string>
  advance: string
  reset: string
  resetNow: string
  resetEffect: string
}

interface FaultWords {
  intro: string
  pending: string
  nonePending: string
  clear: string
  /** How often a fault will still strike. */
  times: (times: number) => string
  endpoints: Record<FaultEndpoint, { name: string; meaning: string }>
  kinds: Record<FaultKind, string>
  howOften: string
  onlyFor: string
  anyGrant: string
  grants: Record<'authorization_code' | 'refresh_token' | 'client_credentials', string>
  delayMs: string
}

interface ApplicationWords {
  intro: string
  clientId: string
  secret: string
  redirectUris: string
  redirectUrisMeaning: string
  noRedirectUri: string
  remove: (redirectUri: string) => string
  removeShort: string
  add: string
  newRedirectUri: string
  settings: string
  name: string
  pkce: string
  pkceSettings: Record<PkceSetting, string>
  scopes: string
  webhookUrl: string
  newWebhookUrl: string
  noWebhookUrl: string
  startUrl: string
  startUrlMeaning: string
  newStartUrl: string
  forgetStartUrl: string
  stopNotifications: string
  addApplication: string
  addApplicationMore: string
  clientSecret: string
  clientSecretMeaning: string
}

interface SellerWords {
  intro: string
  id: string
  connectedTo: string
  notConnected: string
  see: (seller: string) => string
  withdraw: (application: string, seller: string) => string
  withdrawShort: string
}

interface SwitchWords {
  intro: string
  subjects: Record<SwitchEntry['about'], string>
  textOf: (name: SwitchName) => SwitchText
  isDefault: string
  backToDefaults: string
}

interface NotificationWords {
  intro: string
  empty: string
  emptyMore: string
  noWebhook: string
  actions: Record<Action, (application: string, seller: string) => string>
  otherTopic: (application: string, topic: string, seller: string) => string
  delivered: string
  notDelivered: string
  attempt: (attempt: number) => string
  again: string
  againLabel: (id: number) => string
}
