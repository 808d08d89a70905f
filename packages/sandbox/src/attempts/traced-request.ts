import type { LoggedRequest } from '../logged-request.ts'
import { parsedUrl } from '../parsed-url.ts'
import { markOf } from './mark.ts'
import {
  challengeMark,
  type ShownChallenge,
  type ShownVerifier,
  showChallenge,
  showVerifier,
} from './pkce.ts'
import { type Registered, type ShownParameter, showReturned, showSent } from './shown-parameter.ts'

/** SHA-256 of the values that tie requests together, in base64url. */
interface Marks {
  /** The whole query, if it has a value that only this attempt uses. It identifies a repeated request. */
  readonly query?: string
  readonly state?: string
  /** The consent page that was shown, or came back. */
  readonly consent?: string
  readonly issuedCode?: string
  readonly code?: string
  readonly redirectUri?: string
  readonly challenge?: string
  readonly refreshToken?: string
  /** Issued, or used. */
  readonly accessToken?: string
}

/** A request with what it carried and what came back; secrets are shortened. */
export interface TracedRequest {
  /** Counts from 1. */
  readonly id: number
  readonly request: LoggedRequest
  /** Whether it is no request but `approve()` or `deny()`. */
  readonly isByApi: boolean
  /** Of RFC 6749; absent when the request named none, or another. */
  readonly grantType?: string
  readonly sent: readonly ShownParameter[]
  readonly returned: readonly ShownParameter[]
  readonly marks: Marks
  readonly challenge?: ShownChallenge
  readonly verifier?: ShownVerifier
  /** Of the application, if it is registered. */
  readonly redirectUri?: string
  /** The attempt that this request begins anew. */
  readonly againOf?: number
}

/** A request and its response on the wire. */
export interface Wire {
  readonly request: LoggedRequest
  readonly isByApi?: boolean
  readonly sent: ReadonlyMap<string, string>
  readonly returned: ReadonlyMap<string, string>
  readonly query?: string
  readonly consentId?: string | undefined
  readonly accessToken?: string | undefined
}

/** What is read of a request and its response: a part of Koa's context, whose types no user of ours needs. */
export interface ServedRequest {
  readonly method: string
  readonly querystring: string
  /** Of the response. */
  readonly body: unknown
  readonly request: { readonly body?: unknown }
  readonly response: { get(header: string): string }
  readonly state: { readonly consentId?: string | undefined }
  get(header: string): string
}

/** What a missing `code_challenge_method` is taken for. */
type MissingMethod = 'S256' | 'plain'

/** Reads what a request carried, once it has its response. */
export function wireOf(ctx: ServedRequest, request: LoggedRequest): Wire {
  const isForm = ctx.method === 'POST'
  const sent = isForm ? textsOf(ctx.request.body) : new Map(new URLSearchParams(ctx.querystring))
  const location = parsedUrl(ctx.response.get('location'))
  const returned = location ? redirectOf(location) : textsOf(ctx.body)
  const bearer = /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1]
  return {
    request,
    sent,
    returned,
    query: ctx.querystring,
    consentId: ctx.state.consentId ?? sent.get('consent'),
    accessToken: bearer ?? returned.get('access_token'),
  }
}

/** The same for a consent without a browser. */
export function wireOfConsent(
  authorizationUrl: URL,
  redirect: string,
  request: LoggedRequest,
): Wire {
  const sent = new Map(authorizationUrl.searchParams)
  return { request, isByApi: true, sent, returned: redirectOf(new URL(redirect)) }
}

export function traceOf(
  id: number,
  wire: Wire,
  registered: Registered,
  missingMethod: MissingMethod,
): TracedRequest {
  const { request, isByApi = false, sent, returned } = wire
  const redirectUri = sent.get('redirect_uri')
  const verifier = sent.get('code_verifier')
  const isRegistered = redirectUri !== undefined && registered.isRedirectUri(redirectUri)
  const challenge = challengeOf(wire, missingMethod)
  const shown = showSent(sent, registered)
  // The log lacks that of a request that a fault struck.
  const grantType = shown.find(({ name, isShortened }) => name === 'grant_type' && !isShortened)
  return {
    id,
    request,
    isByApi,
    ...(grantType && { grantType: grantType.value }),
    sent: shown,
    returned: showReturned(returned),
    marks: marksOf(wire, challenge?.mark),
    ...(challenge && { challenge: challenge.shown }),
    ...(verifier !== undefined && { verifier: showVerifier(verifier) }),
    ...(isRegistered && { redirectUri }),
  }
}

function challengeOf({ request, sent }: Wire, missingMethod: MissingMethod) {
  const value = sent.get('code_challenge')
  // One that was refused could be anything.
  if (value === undefined || request.error !== undefined) return undefined
  const named = sent.get('code_challenge_method') ?? missingMethod
  const method = named === 'S256' ? 'S256' : 'plain'
  return { shown: showChallenge(value, method), mark: challengeMark(value, method) }
}

function marksOf(wire: Wire, challenge: string | undefined): Marks {
  const { request, sent, returned, query, consentId, accessToken } = wire
  const isAuthorization = request.path === '/authorization'
  const values = {
    query: isAuthorization && isOneOfAKind(sent) ? query : undefined,
    state: sent.get('state') ?? returned.get('state'),
    consent: consentId,
    issuedCode: isAuthorization ? returned.get('code') : undefined,
    code: sent.get('code'),
    redirectUri: sent.get('redirect_uri'),
    refreshToken: sent.get('refresh_token'),
    accessToken,
  }
  const marks = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, markOf(value)]],
  )
  return { ...Object.fromEntries(marks), ...(challenge !== undefined && { challenge }) }
}

// A redirect URI may have its own query.
function redirectOf({ searchParams }: URL): ReadonlyMap<string, string> {
  const names = ['code', 'error', 'state']
  return new Map([...searchParams].filter(([name]) => names.includes(name)))
}

/** An app that sends neither has the same address for every seller. */
function isOneOfAKind(sent: ReadonlyMap<string, string>): boolean {
  return sent.has('state') || sent.has('code_challenge')
}

/** The fields of a body that are a text, a number or a boolean. */
function textsOf(body: unknown): ReadonlyMap<string, string> {
  if (typeof body !== 'object' || body === null) return new Map()
  const fields = Object.entries(body).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  )
  return new Map(fields.map(([name, value]) => [name, String(value)]))
}
