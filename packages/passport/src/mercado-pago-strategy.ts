import { PkceStrategy } from './pkce-strategy.ts'

/** Links Mercado Pago sellers by `passport.authorize`, or signs them in by `passport.authenticate`. */
export class MercadoPagoStrategy extends PkceStrategy {}
