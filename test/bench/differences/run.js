import { createHash } from 'node:crypto'
import { Pool } from 'undici'
import { callbackPath, connectPath, linked } from '../application.js'
import { contenders } from '../contenders/index.js'
import { table } from '../figures.js'
import { Browser } from '../logins/browser.js'
import { Stage } from '../stage.js'

/** What each contender does with callbacks that are not plain: tried, not read off its documentation. */
export async function run({ names, say }) {
  const chosen = contenders.filter(
    ({ name, floor }) => floor !== undefined && (names.length === 0 || names.includes(name)),
  )
  const rows = []
  const stage = await Stage.open()
  try {
    for (const { name, title, isOurs } of chosen) {
      await stage.serve(name)
      rows.push({ Server: isOurs ? `**${title}**` : title, ...(await found(stage.origin)) })
      say(name)
    }
  } finally {
    await stage.close()
  }
  return { note: 'Tried against each server, with a browser made for it.', tables: [table(rows)] }
}

async function found(origin) {
  const pool = new Pool(origin)
  try {
    return {
      'two tabs, both come back': await twoTabs(pool),
      "another browser's callback": await swapped(pool),
      'a callback sent twice': await again(pool, 'same browser'),
      'the same with a copied cookie': await again(pool, 'copy'),
      'verifier in the browser': await readable(pool),
    }
  } finally {
    await pool.close()
  }
}

async function twoTabs(pool) {
  const browser = new Browser(pool)
  const [first, second] = [await started(browser), await started(browser)]
  const links = [await isLinked(browser, second, 1), await isLinked(browser, first, 2)]
  return ['neither is linked', 'one is linked', 'both are linked'][links.filter(Boolean).length]
}

/** What an attacker began is finished in the browser of a victim, who began something, too. */
async function swapped(pool) {
  const [attacker, victim] = [new Browser(pool), new Browser(pool)]
  const attempt = await started(attacker)
  await started(victim)
  return (await isLinked(victim, attempt, 3)) ? 'linked' : 'refused'
}

/** The token endpoint would take the code again, so the server alone decides. */
async function again(pool, by) {
  const browser = new Browser(pool)
  const attempt = await started(browser)
  const sender = by === 'copy' ? browser.copy() : browser
  if (!(await isLinked(browser, attempt, 4))) throw new Error('the first callback was refused')
  return (await isLinked(sender, attempt, 4)) ? 'linked again' : 'refused'
}

async function readable(pool) {
  const browser = new Browser(pool)
  const { codeChallenge } = await started(browser)
  const texts = browser.cookieValues.flatMap((value) => {
    const text = decodeURIComponent(value)
    return [text, Buffer.from(text, 'base64').toString()]
  })
  const words = texts.flatMap((text) => text.match(/[\w.~-]{43,128}/g) ?? [])
  return words.some((word) => sha256(word) === codeChallenge) ? 'readable' : 'not readable'
}

async function started(browser) {
  const { location } = await browser.get(connectPath)
  const params = new URL(location).searchParams
  return { state: params.get('state'), codeChallenge: params.get('code_challenge') }
}

async function isLinked(browser, { state, codeChallenge }, sellerId) {
  const query = new URLSearchParams({ code: `TG-${sellerId}-${codeChallenge}`, state })
  const { status, body } = await browser.get(`${callbackPath}?${query}`)
  return status === 200 && body === linked(sellerId)
}

function sha256(text) {
  return createHash('sha256').update(text).digest('base64url')
}
