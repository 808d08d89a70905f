/** Where the apps take in notifications. */
export const notificationsPath = '/mercadopago/notifications'

/** Its clock may be moved by months at any moment, and whoever moved it waits for what happens. */
export const sandboxSweepEveryMs = 10_000
