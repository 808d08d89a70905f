import type { Check } from './check.ts'
import { envValueTrouble } from './env-value.ts'
import { fault, ok } from './finding.ts'
import { tokenShape } from './token-shape.ts'

const variable = 'MERCADOPAGO_CLIENT_SECRET'
const refused = 'The token endpoint refuses it with invalid_client, after the seller consented.'
const copyIt =
  'Copy the Client Secret from the production credentials of the panel, which must be activated first.'

/** The client secret is not one of the other values of the panel. */
export const clientSecret: Check = {
  name: 'client-secret',
  look({ clientSecret: value, clientId }) {
    if (value === undefined || value === '') {
      return [fault(`${variable} is missing.`, 'No code can be exchanged without it.', copyIt)]
    }
    const trouble = envValueTrouble(variable, value)
    if (trouble !== undefined) return [trouble]
    const shape = tokenShape(value)
    if (shape !== undefined) return [fault(`${variable} is ${shape}.`, refused, copyIt)]
    if (value === clientId) return [fault(`${variable} is the Client ID.`, refused, copyIt)]
    if (/^(your|my)[-_ ]|^<|^x{3,}$|change.?me|placeholder/i.test(value)) {
      return [fault(`${variable} is a placeholder.`, refused, copyIt)]
    }
    return [ok(`${variable} looks like a client secret.`)]
  },
}
