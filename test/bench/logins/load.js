import { Pool } from 'undici'
import { answerQuestions } from '../answers.js'
import { callbackPath, connectPath, linked } from '../application.js'
import { percentile } from '../figures.js'
import { Browser } from './browser.js'

// The sellers, so many at a time, each in a browser of its own.

let sellerCount = 0

/** Starts, consents, comes back, and makes sure of being linked. */
async function link(pool) {
  sellerCount += 1
  const sellerId = sellerCount
  const browser = new Browser(pool)
  const { redirectUri, state, codeChallenge } = await consentPageOf(browser)
  const back = new URL(redirectUri)
  back.searchParams.set('code', `TG-${sellerId}-${codeChallenge}`)
  back.searchParams.set('state', state)
  const { status, body } = await browser.get(back.pathname + back.search)
  if (status !== 200 || body !== linked(sellerId)) {
    throw new Error(`seller ${sellerId} was not linked, but answered ${status}: ${body}`)
  }
}

/** Where a start sends the seller; it must ask with state and PKCE. */
async function consentPageOf(browser) {
  const { status, location } = await browser.get(connectPath)
  if (status !== 302 && status !== 303) throw new Error(`a start was answered ${status}`)
  const params = new URL(location).searchParams
  const state = params.get('state') ?? ''
  const codeChallenge = params.get('code_challenge') ?? ''
  const isS256 = params.get('code_challenge_method') === 'S256' && codeChallenge.length === 43
  if (state === '' || !isS256) throw new Error(`asked without state or PKCE: ${location}`)
  return { state, codeChallenge, redirectUri: params.get('redirect_uri') }
}

/** A callback that nobody asked for, and that must be refused. */
async function intrude(pool, query, cookie) {
  const browser = new Browser(pool)
  if (cookie !== undefined) browser.keep(cookie)
  const { status } = await browser.get(`${callbackPath}?${query}`)
  if (status < 400 || status >= 500) throw new Error(`garbage was answered ${status}`)
}

/** The name of an attempt's cookie, and the state it belongs to. */
async function forgeryOf(pool) {
  const browser = new Browser(pool)
  const { state } = await consentPageOf(browser)
  return { state, name: browser.cookieNames[0] }
}

const inventedState = 'c'.repeat(43)

const kinds = {
  logins: () => link,
  starts: () => (pool) => consentPageOf(new Browser(pool)),
  'without parameters': () => (pool) => intrude(pool, ''),
  'with a state that nobody made': () => (pool) =>
    intrude(pool, `code=TG-1&state=${inventedState}`),
  'with a cookie that somebody made': async (pool) => {
    const { state, name } = await forgeryOf(pool)
    const cookie = `${name}=${'A'.repeat(300)}`
    return () => intrude(pool, `code=TG-1&state=${state}`, cookie)
  },
  'of 4,000 parameters': () => (pool) => intrude(pool, `code=TG-1&${'a&'.repeat(4_000)}`),
  'of 8 KiB': () => (pool) => intrude(pool, `code=TG-1&state=a&x=${'a'.repeat(8_150)}`),
}

/** Makes `count` visits, `width` at a time. */
async function visit(kind, { origin, count, width }) {
  const pool = new Pool(origin, { connections: width, pipelining: 1 })
  const once = await kinds[kind](pool)
  const durationsMs = []
  let left = count
  const lane = async () => {
    while (left > 0) {
      left -= 1
      const startedAt = performance.now()
      await once(pool)
      durationsMs.push(performance.now() - startedAt)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: width }, lane))
  const seconds = (performance.now() - startedAt) / 1000
  await pool.close()
  const [p50Ms, p99Ms] = [0.5, 0.99].map((share) => percentile(durationsMs, share))
  return { seconds, p50Ms, p99Ms }
}

answerQuestions(
  Object.fromEntries(Object.keys(kinds).map((kind) => [kind, (detail) => visit(kind, detail)])),
)
