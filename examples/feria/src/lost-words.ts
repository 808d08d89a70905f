import type { LostReason } from 'mercadopago-oauth'

/** Why a seller must link again, in a seller's words. */
export const lostWords: Readonly<Record<LostReason, string>> = {
  revoked:
    'You withdrew the permission at Mercado Pago, or Mercado Pago ended it. Connect again to go on selling.',
  expired:
    'The permission was not renewed in time, and Mercado Pago has let it end. Connect again to go on selling.',
  rotation_lost:
    'A renewal was cut off, and Mercado Pago will not give another. You can go on selling until the date below: connect again before it.',
  no_offline_access:
    'The permission cannot be renewed: it does not let Feria stay connected. You can go on selling until the date below: connect again before it.',
}
