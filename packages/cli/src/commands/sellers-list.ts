import type { TokenRecord, TokenStore, UnreadableSeller } from 'mercadopago-oauth'
import { type Command, command } from '../command.ts'
import type { CommandTerminal } from '../command-terminal.ts'
import { printable, printableJson } from '../printable.ts'
import {
  clientIdOf,
  clientIdOption,
  storeAddressOf,
  storeNamesOf,
  storeOptions,
} from '../settings.ts'
import { openStore } from '../store.ts'

/** Needs no keys: no token is decrypted. */
export const sellersList: Command = command({
  name: 'sellers list',
  summary: 'the linked sellers in a store',
  about: `Lists the linked sellers by id: owner, status, expiry of the access token, due date of the renewal.
It needs no keys and never prints a token. With --json it prints an array.`,
  options: { ...storeOptions, ...clientIdOption },
  async run(values, _argument, terminal) {
    const clientId = clientIdOf(terminal, values['client-id'])
    const address = storeAddressOf(terminal, values.store)
    const { store, close } = await openStore(address, storeNamesOf(values))
    try {
      if (terminal.json) await listForMachines(terminal, pagesOf(store, clientId))
      else await listForPeople(terminal, pagesOf(store, clientId))
    } finally {
      await close()
    }
    return 0
  },
})

const pageSize = 500

type Listed = TokenRecord | UnreadableSeller

async function* pagesOf(store: TokenStore, application: string): AsyncGenerator<Listed[]> {
  let after: string | undefined
  for (;;) {
    const page = await store.list(application, after, pageSize)
    // Under such names core keeps records of its own.
    yield page.filter(({ sellerId }) => !sellerId.startsWith('~'))
    if (page.length < pageSize) return
    after = page.at(-1)?.sellerId
  }
}

/** One array over many lines, so that a long list is never held whole. */
async function listForMachines(
  terminal: CommandTerminal,
  pages: AsyncIterable<Listed[]>,
): Promise<void> {
  let previous: string | undefined
  terminal.out('[')
  for await (const page of pages) {
    for (const record of page) {
      if (previous !== undefined) terminal.out(`${previous},`)
      previous = printableJson(shown(record))
    }
  }
  if (previous !== undefined) terminal.out(previous)
  terminal.out(']')
}

function shown(record: Listed): object {
  if ('state' in record) return { sellerId: record.sellerId, status: record.state }
  const { sellerId, owner, lostReason, expiresAt, dueAt, linkedAt, renewedAt } = record
  return { sellerId, owner, status: lostReason ?? 'linked', expiresAt, dueAt, linkedAt, renewedAt }
}

const heading = ['seller', 'owner', 'status', 'ends', 'renewal due']

async function listForPeople(
  terminal: CommandTerminal,
  pages: AsyncIterable<Listed[]>,
): Promise<void> {
  const widths = heading.map((word) => word.length)
  let count = 0
  for await (const page of pages) {
    const rows = page.map(rowOf)
    const isFirst = count === 0
    count += rows.length
    if (isFirst && rows.length > 0) rows.unshift(heading)
    // The columns of a later page may be wider; they are never narrower.
    for (const row of rows) {
      for (const [index, cell] of row.entries()) {
        widths[index] = Math.max(widths[index] ?? 0, cell.length)
      }
    }
    for (const row of rows) {
      const cells = row.map((cell, index) => cell.padEnd(widths[index] ?? 0))
      terminal.out(cells.join('  ').trimEnd())
    }
  }
  terminal.err(count === 1 ? '1 seller' : `${count} sellers`)
}

function rowOf(record: Listed): string[] {
  if ('state' in record) return [printable(record.sellerId), '-', record.state, '-', '-']
  const { sellerId, owner, lostReason, expiresAt, dueAt } = record
  return [
    printable(sellerId),
    owner === null ? '-' : printable(owner),
    lostReason ?? 'linked',
    expiresAt.toISOString(),
    dueAt === null ? '-' : dueAt.toISOString(),
  ]
}
