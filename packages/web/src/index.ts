export type { LinkResult } from 'mercadopago-oauth/adapter'
export {
  type ConnectOptions,
  type MercadoPago,
  type MercadoPagoOptions,
  mercadoPago,
} from './mercado-pago.ts'
export type { FailureOptions, MaybeResponse } from './response.ts'
