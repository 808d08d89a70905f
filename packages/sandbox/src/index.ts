export type { Attempt } from './attempts/attempt.ts'
export type { PkceCheck, ShownChallenge, ShownVerifier } from './attempts/pkce.ts'
export type { ShownParameter } from './attempts/shown-parameter.ts'
export type { Party, Step, StepKind } from './attempts/step.ts'
export type { Verdict } from './attempts/verdict.ts'
export type { Refusal } from './authorization/refusal.ts'
export type { Duration } from './clock.ts'
export type { Control } from './control/control.ts'
export type {
  Fault,
  FaultEndpoint,
  FaultKind,
  FaultOptions,
  TokenErrorKind,
} from './faults/fault.ts'
export type { SandboxEvent } from './feed/feed.ts'
export type {
  ApplicationView,
  ConnectionView,
  PurchaseView,
  SandboxState,
} from './feed/state.ts'
export type { LoggedRequest } from './logged-request.ts'
export type { Action, NotificationTopic, OtherTopic } from './notifications/notification.ts'
export type { LoggedNotification } from './notifications/outbox.ts'
export type {
  Application,
  ApplicationChanges,
  ApplicationOptions,
  Flow,
  PkceSetting,
  Scope,
} from './registry/application.ts'
export {
  defaultClientId,
  defaultClientSecret,
  defaultWebhookSecret,
} from './registry/default-application.ts'
export type { Seller } from './registry/seller.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
export { type SwitchEntry, switchTable } from './switches/switch-table.ts'
export type { Switches, SwitchName } from './switches/switches.ts'
export type { Introspector } from './wso2/introspector.ts'
export type {
  Wso2Application,
  Wso2ApplicationOptions,
  Wso2GrantType,
} from './wso2/registry/application.ts'
export type { Wso2User } from './wso2/registry/user.ts'
export {
  createWso2Sandbox,
  type Wso2Sandbox,
  type Wso2SandboxOptions,
} from './wso2/wso2-sandbox.ts'
