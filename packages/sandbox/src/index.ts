export type { Duration } from './clock.ts'
export type { Denial } from './endpoints/consent.ts'
export {
  type Application,
  type ApplicationOptions,
  defaultClientId,
  defaultClientSecret,
  type Flow,
  type PkceSetting,
  type Scope,
} from './registry/application.ts'
export type { Seller } from './registry/seller.ts'
export type { LoggedRequest } from './request-log.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
