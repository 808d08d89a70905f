import type { Check } from './check.ts'
import { envValueTrouble } from './env-value.ts'
import { fault, ok, warning } from './finding.ts'
import { tokenShape } from './token-shape.ts'

const idVariable = 'MERCADOPAGO_CLIENT_ID'
const secretVariable = 'MERCADOPAGO_CLIENT_SECRET'
const refused = 'Once the seller has consented, the token endpoint refuses it with invalid_client.'
const copySecret =
  'Copy the Client Secret from the production credentials of the panel, which must be activated first.'

/** Checks that the Client ID looks like one. */
export const clientId: Check = {
  name: 'client-id',
  look({ clientId: value, provider }) {
    if (value === undefined || value === '') {
      return [
        fault(
          `${idVariable} is missing.`,
          'No request is possible without it.',
          'Copy the Client ID (application number) from the production credentials of the panel.',
        ),
      ]
    }
    const trouble = envValueTrouble(idVariable, value)
    if (trouble !== undefined) return [trouble]
    const shape = tokenShape(value)
    if (shape !== undefined) {
      return [
        fault(
          `${idVariable} is ${shape}.`,
          'Every authorization URL contains it, and the consent page refuses it.',
          'Copy the Client ID (application number), which is all digits.',
        ),
      ]
    }
    // Elsewhere a client id may be any text.
    if (provider.sellerIdMember === undefined) return [ok(`${idVariable} is set.`)]
    if (!/^\d+$/.test(value)) {
      return [
        fault(
          `${idVariable} is not a number.`,
          'The consent page knows no such application.',
          'Copy the Client ID (application number) from the production credentials of the panel.',
        ),
      ]
    }
    if (value.length < 13) {
      return [
        warning(
          `${idVariable} has only ${value.length} digits.`,
          'An application number has about 16; the User ID beside it in the panel has fewer.',
          'Copy the Client ID, not the User ID.',
        ),
      ]
    }
    return [ok(`${idVariable} looks like an application number.`)]
  },
}

/** Checks that the client secret is not another value of the panel. */
export const clientSecret: Check = {
  name: 'client-secret',
  look({ clientSecret: value, clientId }) {
    if (value === undefined || value === '') {
      return [
        fault(`${secretVariable} is missing.`, 'No code can be exchanged without it.', copySecret),
      ]
    }
    const trouble = envValueTrouble(secretVariable, value)
    if (trouble !== undefined) return [trouble]
    const shape = tokenShape(value)
    if (shape !== undefined) return [fault(`${secretVariable} is ${shape}.`, refused, copySecret)]
    if (value === clientId)
      return [fault(`${secretVariable} is the Client ID.`, refused, copySecret)]
    if (/^(your|my)[-_ ]|^<|^x{3,}$|change.?me|placeholder/i.test(value)) {
      return [fault(`${secretVariable} is a placeholder.`, refused, copySecret)]
    }
    return [ok(`${secretVariable} looks like a client secret.`)]
  },
}
