import { FailedError } from '../../failure.ts'
import { withoutCode } from '../linked.ts'
import { notSeen, type Sighting, seen, seenIfKnown } from '../sighting.ts'
import type { Step } from '../step.ts'

/** Authorize and exchange, with everything right. Without it, no other step has a meaning. */
export const link: Step = {
  name: 'link',
  tells: ['tokenType', 'scopeWords'],
  async run({ browser, service, person }) {
    const arrived = await browser.go()
    if (arrived.how !== 'code') throw new FailedError(`No code came. ${withoutCode(arrived)}`)
    const { tokens, fields, error } = await service.exchange(arrived)
    if (tokens === undefined) throw new FailedError(`The code was refused (${error}).`)
    const isTestUser = await service.isTestUser(tokens.accessToken)
    const mayGoOn =
      isTestUser ||
      (await person.says('This account is not marked as a test user. Go on with it all the same?'))
    if (!mayGoOn) throw new FailedError('The account that consented is not a test user.')
    return {
      said: 'The code was exchanged.',
      sightings: [tokenTypeOf(fields.token_type), scopeOf(fields.scope)],
      kept: { link: { arrived, tokens, liveMode: fields.live_mode } },
    }
  },
}

function tokenTypeOf(value: unknown): Sighting {
  const type = String(value)
  const said = /^bearer$/i.test(type) ? `token_type is ${type}.` : 'token_type is another.'
  return seenIfKnown('tokenType', type, said)
}

const ordinary = ['offline_access', 'read', 'write']

function scopeOf(value: unknown): Sighting {
  if (typeof value !== 'string') return notSeen('scopeWords', 'The response has no scope.')
  if (value.length > 512) return seen('scopeWords', 'long', `scope has ${value.length} characters.`)
  const words = value.split(' ').filter((word) => word !== '')
  const others = words.filter((word) => !ordinary.includes(word))
  if (others.length > 0) {
    return seen('scopeWords', 'extra', `scope has ${others.length} words besides the usual ones.`)
  }
  const said = `scope is "${words.join(' ')}".`
  if (words.length < 2) return notSeen('scopeWords', `${said} One word has no order.`)
  const order = words.join(' ')
  if (order === [...words].sort().join(' ')) return seen('scopeWords', 'registered', said)
  return order === [...words].sort().reverse().join(' ')
    ? seen('scopeWords', 'reversed', said)
    : notSeen('scopeWords', `The sandbox has no position for this order: ${said}`)
}
