import { type Send, textOf } from './redis-client.ts'

/** Something in the server's setup that can lose sellers. */
export interface ServerFinding {
  /**
   * Stable. `evicts`: a full server removes keys. `not_durable`: a restart loses all sellers. `replica`: the
   * server refuses writes. `unknown`: the server does not allow the check.
   */
  readonly code: 'evicts' | 'not_durable' | 'replica' | 'unknown'
  /** The finding about the server, in one sentence. */
  readonly message: string
  /** What to do about it, in one sentence. */
  readonly advice: string
}

type Facts = ReadonlyMap<string, string>

/** Checks how the server is set up. Returns nothing if all is well. */
export async function serverFindings(send: Send): Promise<ServerFinding[]> {
  const info = await allowed(send(undefined, 'INFO'))
  if (info === undefined) {
    return [unknown('Whether the server evicts keys and keeps them on disk', 'it forbids INFO')]
  }
  const facts = factsOf(textOf(info))
  const findings = [replicaFinding(facts), evictionFinding(facts), await diskFinding(facts, send)]
  return findings.filter((finding) => finding !== undefined)
}

function replicaFinding(facts: Facts): ServerFinding | undefined {
  if (facts.get('role') !== 'slave') return undefined
  const message = 'The server is a replica, which refuses writes.'
  return { code: 'replica', message, advice: 'Connect to the primary.' }
}

function evictionFinding(facts: Facts): ServerFinding | undefined {
  const policy = facts.get('maxmemory_policy')
  if (facts.get('maxmemory') === '0' || policy === 'noeviction') return undefined
  if (policy === undefined) {
    return unknown('Whether the server evicts keys', 'it does not show its maxmemory-policy')
  }
  const message = `The server evicts keys when its memory is full (maxmemory-policy ${policy}).`
  return { code: 'evicts', message, advice: 'Set maxmemory-policy noeviction.' }
}

async function diskFinding(facts: Facts, send: Send): Promise<ServerFinding | undefined> {
  if (facts.get('aof_enabled') === '1') return undefined
  const reply = await allowed(send(undefined, 'CONFIG', 'GET', 'save'))
  if (reply === undefined) {
    return unknown('Whether the server keeps its keys on disk', 'it forbids CONFIG')
  }
  if (savePoints(reply) !== '') return undefined
  const message = 'The server keeps nothing on disk (appendonly no, no save points).'
  return { code: 'not_durable', message, advice: 'Set appendonly yes.' }
}

function unknown(what: string, why: string): ServerFinding {
  const message = `${what} could not be checked: ${why}.`
  return { code: 'unknown', message, advice: 'Ask the administrator of the server.' }
}

/** The reply; `undefined` if the server does not allow the command. */
async function allowed(reply: Promise<unknown>): Promise<unknown> {
  return await reply.catch((error: unknown) => {
    const { message } = error as Error
    if (!message.startsWith('NOPERM') && !message.startsWith('ERR unknown command')) throw error
  })
}

function factsOf(info: string): Facts {
  const lines = info.split('\r\n').map((line) => line.split(':'))
  return new Map(lines.map(([name = '', value = '']) => [name, value]))
}

/** The setting from a list of names and values (RESP2), or from a map or an object (RESP3). */
function savePoints(reply: unknown): string {
  if (Array.isArray(reply)) return textOf(reply[1])
  return textOf(reply instanceof Map ? reply.get('save') : Object(reply).save)
}
