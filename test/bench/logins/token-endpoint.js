import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { answerQuestions, settings } from '../answers.js'
import { clientId, clientSecret } from '../application.js'

// The token endpoint of all contenders: Mercado Pago's response, for a client that authenticates.

/** How many refresh requests came for each seller. */
const renewals = new Map()

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const answer = answerTo(new URLSearchParams(body))
    const isGood = 'access_token' in answer
    response.writeHead(isGood ? 200 : 400, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer))
  })
})

function answerTo(form) {
  const isClient = form.get('client_id') === clientId && form.get('client_secret') === clientSecret
  if (!isClient) return { error: 'invalid_client' }
  const sellerId = form.get('grant_type') === 'refresh_token' ? renewed(form) : proven(form)
  return sellerId === undefined ? { error: 'invalid_grant' } : tokensOf(sellerId)
}

/** A code names the seller, and the challenge that its verifier must match. */
function proven(form) {
  const [, sellerId, codeChallenge] = /^TG-(\d+)-(.+)$/.exec(form.get('code') ?? '') ?? []
  const verifier = form.get('code_verifier') ?? ''
  const isProven = createHash('sha256').update(verifier).digest('base64url') === codeChallenge
  return isProven && form.get('redirect_uri') === settings.redirectUri ? sellerId : undefined
}

function renewed(form) {
  const sellerId = /^TG-(\d+)$/.exec(form.get('refresh_token') ?? '')?.[1]
  renewals.set(sellerId, (renewals.get(sellerId) ?? 0) + 1)
  return sellerId
}

function tokensOf(sellerId) {
  return {
    access_token: `APP_USR-${clientId}-112103-0123456789abcdef0123456789abcdef-${sellerId}`,
    token_type: 'Bearer',
    expires_in: 15552000,
    scope: 'offline_access read write',
    user_id: Number(sellerId),
    refresh_token: `TG-${sellerId}`,
    public_key: 'APP_USR-00000000-1111-2222-3333-444444444444',
    live_mode: true,
  }
}

server.listen(settings.tokenPort, '127.0.0.1', () =>
  answerQuestions({
    /** Since it was asked last. */
    renewals() {
      const counts = [...renewals.values()]
      renewals.clear()
      return {
        requests: counts.reduce((sum, count) => sum + count, 0),
        most: counts.reduce((most, count) => Math.max(most, count), 0),
      }
    },
  }),
)
