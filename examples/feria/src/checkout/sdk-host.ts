/**
 * Has the official SDK speak to the sandbox. It knows one host and takes no other, neither from
 * `MercadoPagoConfig` nor by call, so its own constant is changed: for the whole process, which speaks to
 * one Mercado Pago anyway. With the real one this file is not loaded.
 */
export async function pointSdkAt(url: string): Promise<void> {
  const { AppConfig } = await import('mercadopago/dist/utils/config/index.js')
  Object.assign(AppConfig, { BASE_URL: url })
}
