import type { Check } from './check.ts'
import { envValueTrouble } from './env-value.ts'
import { fault, type Observation, ok, warning } from './finding.ts'
import { listed } from './settings.ts'

const variable = 'MERCADOPAGO_COOKIE_SECRETS'
const shortest = 32
const howToMake = "node -p \"require('node:crypto').randomBytes(32).toString('base64url')\""

/** Checks the secrets that encrypt the cookies of an attempt. */
export const cookieSecrets: Check = {
  name: 'cookie-secrets',
  look({ cookieSecrets: text, clientSecret }) {
    if (text === undefined || text === '') {
      return [
        ok(
          `${variable} is not set: cookies are encrypted with a key derived from the client secret.`,
        ),
      ]
    }
    const secrets = listed(text)
    const found = secrets.flatMap((secret, index) => lookAt(secret, `Secret ${index + 1}`))
    if (new Set(secrets).size < secrets.length) {
      found.push(
        fault(
          `${variable} contains a secret twice.`,
          'The repeated secret has no effect, so a rotation changed nothing.',
          'Keep each of them once, the new one first.',
        ),
      )
    }
    if (clientSecret !== undefined && secrets.includes(clientSecret)) {
      found.push(
        warning(
          `${variable} contains the client secret.`,
          'Anybody who learns it can forge cookies and use your application.',
          `Generate another: ${howToMake}`,
        ),
      )
    }
    return found.length > 0 ? found : [ok(`${variable}: ${count(secrets)} of enough characters.`)]
  },
}

function lookAt(secret: string, name: string): Observation[] {
  const trouble = envValueTrouble(`${name} of ${variable}`, secret)
  if (trouble !== undefined) return [trouble]
  if (secret.length < shortest) {
    return [
      fault(
        `${name} of ${variable} has ${secret.length} characters, fewer than ${shortest}.`,
        'It can be guessed, and the app refuses to start with it.',
        `Generate a longer one: ${howToMake}`,
      ),
    ]
  }
  if (new Set(secret).size < 10) {
    return [
      fault(
        `${name} of ${variable} repeats a few characters.`,
        'It can be guessed, and then cookies can be forged.',
        `Generate a random one: ${howToMake}`,
      ),
    ]
  }
  return []
}

function count({ length }: readonly string[]): string {
  return length === 1 ? 'one secret' : `${length} secrets`
}
