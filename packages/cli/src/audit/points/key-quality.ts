import { encryptionKeys } from '../../doctor/encryption-keys.ts'
import { unknown } from '../../doctor/finding.ts'
import type { Point } from '../point.ts'

export const keyQuality: Point = {
  name: 'key-quality',
  looksAt: 'MERCADOPAGO_ENCRYPTION_KEYS of this process',
  look({ settings, probes }) {
    if (settings.encryptionKeys) return encryptionKeys.look(settings, probes)
    return [
      unknown(
        'No keys were given.',
        'It is not known whether the keys of the app are 32 random bytes each.',
        'Set MERCADOPAGO_ENCRYPTION_KEYS as the app has it. Keys that a key manager makes are its own affair.',
      ),
    ]
  },
}
