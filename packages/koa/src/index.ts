export type { CallbackOptions, LinkResult, MercadoPagoState } from './callback.ts'
export type { ConnectOptions } from './connect.ts'
export { type MercadoPago, type MercadoPagoOptions, mercadoPago } from './mercado-pago.ts'
export type { Routes, RoutesOptions } from './routes.ts'
