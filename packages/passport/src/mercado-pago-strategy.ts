import { mercadoPagoProvider, type Provider } from 'mercadopago-oauth'
import type { PkceStrategyOptions } from './options.ts'
import { PkceStrategy } from './pkce-strategy.ts'
import type {
  AnyVerify,
  InlineVerify,
  InlineVerifyWithRequest,
  VerifyWithParams,
  VerifyWithRequestAndParams,
} from './verify.ts'

/** Options of {@link MercadoPagoStrategy}. */
export interface MercadoPagoStrategyOptions extends Omit<PkceStrategyOptions, 'provider'> {
  /** Default `mercadoPagoProvider()`; `mercadoPagoProvider({ country })` shows the seller that country's page. */
  provider?: Provider
}

type WithoutRequest = MercadoPagoStrategyOptions & { passReqToCallback?: false }
type WithRequest = MercadoPagoStrategyOptions & { passReqToCallback: true }

/** Links Mercado Pago sellers by `passport.authorize`, or signs them in by `passport.authenticate`. */
export class MercadoPagoStrategy extends PkceStrategy {
  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option. */
  constructor(options: WithoutRequest, verify: InlineVerify)
  constructor(options: WithoutRequest, verify: VerifyWithParams)
  constructor(options: WithRequest, verify: InlineVerifyWithRequest)
  constructor(options: WithRequest, verify: VerifyWithRequestAndParams)
  constructor(options: MercadoPagoStrategyOptions, verify: AnyVerify) {
    super({ provider: mercadoPagoProvider(), ...options }, verify)
  }
}
