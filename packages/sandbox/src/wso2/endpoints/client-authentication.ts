import type { Wso2Application, Wso2Applications } from '../registry/application.ts'
import type { Form } from './form.ts'
import { invalidClient, invalidRequest } from './oauth-error.ts'

/** Who calls an endpoint, by HTTP Basic or, where that is switched on, by fields of the form. */
export function authenticateClient(
  authorization: string,
  form: Form,
  applications: Wso2Applications,
  clientSecretPost: boolean,
): Wso2Application {
  const inHeader = readBasic(authorization)
  const secret = form.optional('client_secret')
  // RFC 6749, section 2.3: no more than one method.
  if (authorization !== '' && secret !== undefined) {
    throw invalidRequest('The client authenticates with two methods at once.')
  }
  const inForm = secret === undefined ? undefined : [form.optional('client_id') ?? '', secret]
  const [clientId, clientSecret] = inHeader ?? (clientSecretPost ? inForm : undefined) ?? []
  if (clientId === undefined || clientSecret === undefined) throw invalidClient()
  const application = applications.authenticate(clientId, clientSecret)
  if (!application) throw invalidClient()
  return application
}

/** Form-encoded inside, as RFC 6749, section 2.3.1 has it. */
export function readBasic(authorization: string): [string, string] | undefined {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(authorization)?.[1]
  if (encoded === undefined) return undefined
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  if (colon < 0) return undefined
  return [formDecoded(pair.slice(0, colon)), formDecoded(pair.slice(colon + 1))]
}

function formDecoded(text: string): string {
  return new URLSearchParams(`value=${text.replaceAll('&', '%26')}`).get('value') ?? ''
}
