import { fault, ok, unknown } from '../../doctor/finding.ts'
import type { Point } from '../point.ts'

export const tokensAtRest: Point = {
  name: 'tokens-at-rest',
  looksAt: 'the tokens of every stored record of this application, without a key',
  async look(evidence) {
    const { count, unsealed } = await evidence.records()
    if (count === 0) {
      return [
        unknown(
          'There are no records of this application.',
          'Nothing shows how its tokens are stored.',
          'Check the Client ID, the table, schema or prefix, and run this when sellers are linked.',
        ),
      ]
    }
    if (unsealed > 0) {
      return [
        fault(
          `${unsealed} of ${count} records hold a token that is not encrypted.`,
          'Anybody who reads the database or a backup can act for these sellers.',
          'Find what wrote them: SellerTokens encrypts every token. Ask these sellers to link again, and remove the records.',
        ),
      ]
    }
    return [ok(`The tokens of all ${count} records are encrypted.`)]
  },
}
