import { ok } from '../../doctor/finding.ts'
import { pkce } from '../../doctor/pkce.ts'
import type { Point } from '../point.ts'

export const stateAndPkce: Point = {
  name: 'state-and-pkce',
  looksAt:
    'whether the provider takes a code challenge; state and PKCE have no switch in these packages',
  async look({ settings, probes }) {
    return [
      ok(
        'The packages send a random state and an S256 challenge with each attempt, and check the state.',
      ),
      ...(await pkce.look(settings, probes)),
    ]
  },
}
