import { createSign, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { lifetimeSeconds } from './lifetime.ts'
import type { Wso2Tokens } from './wso2-ledger.ts'

/** Signs ID tokens with RS256, the one algorithm every OpenID Connect client knows. */
export interface IdTokenSigner {
  /** The ID token for tokens of a user who allowed `openid` (OpenID Connect Core 1.0, section 2). */
  idToken(issuer: string, tokens: Wso2Tokens): string
  /** The public key, as the server's key set lists it. */
  readonly jwk: Readonly<Record<string, unknown>>
}

const kid = 'sandbox'
let signer: Promise<IdTokenSigner> | undefined

/** One key for the process: making it takes longer than starting a server. */
export function idTokenSigner(): Promise<IdTokenSigner> {
  signer ??= createSigner()
  return signer
}

async function createSigner(): Promise<IdTokenSigner> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
  })
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' },
    idToken: (issuer, tokens) => signed(claimsOf(issuer, tokens), privateKey),
  }
}

function claimsOf(issuer: string, { grant, issuedAt }: Wso2Tokens): Record<string, unknown> {
  const iat = Math.floor(issuedAt.getTime() / 1000)
  return {
    iss: issuer,
    sub: grant.user?.sub,
    aud: grant.clientId,
    azp: grant.clientId,
    iat,
    exp: iat + lifetimeSeconds.accessToken,
    nonce: grant.nonce,
  }
}

function signed(claims: Record<string, unknown>, key: KeyObject): string {
  const parts = [{ alg: 'RS256', typ: 'JWT', kid }, claims]
  const input = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${createSign('RSA-SHA256').update(input).sign(key, 'base64url')}`
}
