import { type Observation, ok, unknown } from '../../doctor/finding.ts'
import { webhookSecret } from '../../doctor/webhook.ts'
import type { Point } from '../point.ts'

export const revocation: Point = {
  name: 'revocation',
  looksAt: 'the metadata of the provider, and MERCADOPAGO_WEBHOOK_SECRET',
  async look({ settings, probes }) {
    const { revocationEndpoint } = settings.provider
    const own: Observation =
      revocationEndpoint === undefined
        ? unknown(
            'This provider documents no address where an application can revoke tokens.',
            'Tokens that leak work until they expire, or until the seller withdraws the application.',
            'Have a text ready that tells sellers how to withdraw it.',
          )
        : ok('"sellers unlink" and unlink() revoke the tokens at the provider.')
    // Only Mercado Pago and Mercado Libre send notifications.
    const isNotified = settings.provider.sellerIdMember !== undefined
    return isNotified ? [own, ...(await webhookSecret.look(settings, probes))] : [own]
  },
}
