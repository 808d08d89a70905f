import { type Send, textOf } from './redis-client.ts'

/** What is wrong with how the server is set up, one sentence each; nothing when all is well. */
export async function serverFindings(send: Send): Promise<string[]> {
  const info = await allowed(send(undefined, 'INFO'))
  if (info === undefined) {
    return [
      'Whether the server evicts keys and keeps them on disk could not be checked: it forbids INFO.',
    ]
  }
  const facts = factsOf(textOf(info))
  const findings = [replicaFinding(facts), evictionFinding(facts), await diskFinding(facts, send)]
  return findings.filter((finding) => finding !== undefined)
}

type Facts = ReadonlyMap<string, string>

function replicaFinding(facts: Facts): string | undefined {
  if (facts.get('role') !== 'slave') return undefined
  return 'The server is a replica, which refuses writes: connect to the primary.'
}

function evictionFinding(facts: Facts): string | undefined {
  const policy = facts.get('maxmemory_policy')
  if (facts.get('maxmemory') === '0' || policy === 'noeviction') return undefined
  if (policy === undefined) {
    return 'Whether the server evicts keys could not be checked: it does not tell its maxmemory-policy.'
  }
  return `The server evicts keys when its memory is full (maxmemory-policy ${policy}): set noeviction, or linked sellers can be lost.`
}

async function diskFinding(facts: Facts, send: Send): Promise<string | undefined> {
  if (facts.get('aof_enabled') === '1') return undefined
  const reply = await allowed(send(undefined, 'CONFIG', 'GET', 'save'))
  if (reply === undefined) {
    return 'Whether the server keeps its keys on disk could not be checked: it forbids CONFIG.'
  }
  if (savePoints(reply) !== '') return undefined
  return 'The server keeps nothing on disk (appendonly no, no save points): set appendonly yes, or a restart loses every seller.'
}

/** The answer; `undefined` when the server does not let us ask. */
async function allowed(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Error && /^(NOPERM|ERR unknown command)/i.test(error.message))
      return undefined
    throw error
  }
}

function factsOf(info: string): Facts {
  const lines = info.split('\r\n').map((line) => line.split(':'))
  return new Map(lines.map(([name = '', value = '']) => [name, value]))
}

/** The setting out of what is a list of names and values in RESP2, and a map or an object in RESP3. */
function savePoints(reply: unknown): string {
  if (Array.isArray(reply)) return textOf(reply[1])
  return textOf(reply instanceof Map ? reply.get('save') : Object(reply).save)
}
