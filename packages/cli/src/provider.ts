import {
  type CheckedProvider,
  checkedProvider,
  discoverProvider,
  type MercadoLibreCountry,
  type MercadoPagoCountry,
  mercadoLibreProvider,
  mercadoPagoProvider,
  type Provider,
  sandboxProvider,
  wso2Provider,
} from 'mercadopago-oauth'
import { UsageError } from './command.ts'
import { wayOut } from './proxy-agent.ts'
import type { Terminal } from './terminal.ts'

/** Options of every command that needs a provider. */
export const providerOptions = {
  provider: {
    type: 'string',
    value: 'name',
    about: "mercadopago, mercadolibre, wso2, or an issuer's URL",
    default: 'mercadopago',
  },
  country: {
    type: 'string',
    value: 'code',
    about: 'AR, BR, CL, CO, MX, PE or UY; mercadolibre needs it',
  },
  'base-url': { type: 'string', value: 'url', about: 'address of the server, for wso2' },
  tenant: { type: 'string', value: 'domain', about: 'tenant of the server, for wso2' },
  sandbox: {
    type: 'string',
    value: 'url',
    about: 'a sandbox, such as http://localhost:4400; or MERCADOPAGO_SANDBOX',
  },
} as const

/** The values of {@link providerOptions}. */
export type ProviderValues = { [Name in keyof typeof providerOptions]?: string | undefined }

/**
 * The address of the sandbox in place of Mercado Pago: the option, else `MERCADOPAGO_SANDBOX`. The variable has no
 * effect on another provider.
 */
export function sandboxOf(values: ProviderValues, env: Terminal['env']): string | undefined {
  const { provider = 'mercadopago', sandbox } = values
  return sandbox ?? (provider === 'mercadopago' ? env[variable] || undefined : undefined)
}

const variable = 'MERCADOPAGO_SANDBOX'

/**
 * The chosen provider. The metadata of an issuer is requested.
 *
 * @throws UsageError for options that contradict each other.
 * @throws TypeError and MercadoPagoOAuthError, as core does.
 */
export async function providerOf(
  values: ProviderValues,
  env: Terminal['env'],
): Promise<CheckedProvider> {
  const { provider: name = 'mercadopago' } = values
  assertTogether(values, name, env)
  return checkedProvider(await namedProvider(name, values, env))
}

async function namedProvider(
  name: string,
  values: ProviderValues,
  env: Terminal['env'],
): Promise<Provider> {
  const { country, tenant } = values
  const sandbox = sandboxOf(values, env)
  if (sandbox !== undefined) return sandboxAt(sandbox, values)
  if (name === 'wso2') {
    const baseUrl = values['base-url']
    if (baseUrl === undefined) throw new UsageError('--base-url is needed for wso2.')
    return wso2Provider({ baseUrl, ...(tenant === undefined ? {} : { tenant }) })
  }
  if (name === 'mercadolibre') {
    // Core looks it up and refuses what it does not know.
    return mercadoLibreProvider({ country: (country ?? '').toUpperCase() as MercadoLibreCountry })
  }
  if (name !== 'mercadopago') return await discoverProvider(name, wayOut(name, env))
  if (country === undefined) return mercadoPagoProvider()
  return mercadoPagoProvider({ country: country.toUpperCase() as MercadoPagoCountry })
}

/** A mistake in the option is named by `failureOf`. */
function sandboxAt(url: string, { sandbox: option }: ProviderValues): Provider {
  try {
    return sandboxProvider(url)
  } catch (error) {
    if (option !== undefined || !(error instanceof TypeError)) throw error
    throw new UsageError(`${error.message.replace('"url"', variable)}.`)
  }
}

function assertTogether(values: ProviderValues, name: string, env: Terminal['env']): void {
  const isOurs = name === 'mercadopago' || name === 'mercadolibre'
  if (name !== 'wso2' && !isOurs && !/^https?:\/\//.test(name)) {
    throw new UsageError(
      '--provider must be mercadopago, mercadolibre, wso2 or the https URL of an issuer.',
    )
  }
  if (values.country !== undefined && !isOurs) {
    throw new UsageError('--country is for mercadopago and mercadolibre.')
  }
  if (name !== 'wso2' && (values['base-url'] ?? values.tenant) !== undefined) {
    throw new UsageError('--base-url and --tenant are for wso2.')
  }
  if (values.sandbox !== undefined && (name !== 'mercadopago' || values.country !== undefined)) {
    throw new UsageError('--sandbox replaces mercadopago: remove --provider and --country.')
  }
  if (values.country !== undefined && sandboxOf(values, env) !== undefined) {
    throw new UsageError(`${variable} replaces mercadopago: unset it, or remove --country.`)
  }
}
