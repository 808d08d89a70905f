import type { ListedSeller, ListOptions, SellerStatus } from 'mercadopago-oauth'
import { type Command, command } from '../command.ts'
import type { CommandTerminal } from '../command-terminal.ts'
import { printable, printableJson } from '../printable.ts'
import { filterOptions, SellerFilter } from '../seller-filter.ts'
import { SellerTally } from '../seller-tally.ts'
import { aboutKeys, sellerOptions, withStoredSellers } from '../sellers.ts'

/** Changes nothing. */
export const sellersList: Command = command({
  name: 'sellers list',
  summary: 'the linked sellers in a store, and how each link is doing',
  about: `Lists the sellers by id: owner, state, expiry of the access token, due date of the renewal. The state is
"linked", "overdue" (should have been renewed days ago), "ended" (the access token has expired) or
"relink" (the seller must link again); of a record that cannot be read or decrypted, it is the code of
the error. stderr gets the number of listed sellers in each state. No token is printed. With --json it
prints an array. A seller must match every option that narrows the list.

${aboutKeys}`,
  options: {
    needs: {
      type: 'string',
      value: 'what',
      about: 'only those who must link again (relink), or are due (renewal)',
    },
    ...filterOptions,
    ...sellerOptions,
  },
  async run(values, _argument, terminal) {
    // Core looks it up and refuses what it does not know.
    const needs = values.needs as ListOptions['needs']
    const filter = new SellerFilter(values, terminal.clock())
    const tally = new SellerTally()
    await withStoredSellers(terminal, values, async (stored) => {
      const sellers = tally.counted(filter.matching(stored.list({ needs })))
      await (terminal.json ? listForMachines(terminal, sellers) : listForPeople(terminal, sellers))
    })
    terminal.err(String(tally))
    if (filter.undecided > 0) terminal.err(undecidedNote(filter.undecided))
    return 0
  },
})

function undecidedNote(count: number): string {
  const records = count === 1 ? '1 record' : `${count} records`
  return `${records} cannot be read, so it is not known whether the list should have more sellers: see --status unreadable.`
}

/** One array over many lines, so that a long list is never held whole. */
async function listForMachines(
  terminal: CommandTerminal,
  sellers: AsyncIterable<ListedSeller>,
): Promise<void> {
  let previous: string | undefined
  for await (const seller of sellers) {
    terminal.out(previous === undefined ? '[' : `${previous},`)
    previous = printableJson(shown(seller))
  }
  terminal.out(previous ?? '[')
  terminal.out(']')
}

function shown(seller: ListedSeller): object {
  if ('error' in seller) return { sellerId: seller.sellerId, error: seller.error.code }
  const { sellerId, state, cannotRenew, expiresAt, linkedAt } = seller
  return {
    sellerId,
    owner: seller.owner ?? null,
    state,
    lostReason: seller.lostReason ?? null,
    cannotRenew,
    expiresAt,
    dueAt: seller.dueAt ?? null,
    linkedAt,
    renewedAt: seller.renewedAt ?? null,
  }
}

const heading = ['seller', 'owner', 'state', 'ends', 'renewal due']
const pageSize = 500

/** Columns are as wide as a page needs, so that a long list is never held whole. */
async function listForPeople(
  terminal: CommandTerminal,
  sellers: AsyncIterable<ListedSeller>,
): Promise<void> {
  const widths = heading.map((word) => word.length)
  let rows = [heading]
  for await (const seller of sellers) {
    rows.push(rowOf(seller))
    if (rows.length < pageSize) continue
    printRows(terminal, rows, widths)
    rows = []
  }
  if (rows[0] !== heading || rows.length > 1) printRows(terminal, rows, widths)
}

/** The columns of a later page may be wider; they are never narrower. */
function printRows(terminal: CommandTerminal, rows: string[][], widths: number[]): void {
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

function rowOf(seller: ListedSeller): string[] {
  if ('error' in seller) return [printable(seller.sellerId), '-', seller.error.code, '-', '-']
  const { sellerId, owner, expiresAt, dueAt } = seller
  return [
    printable(sellerId),
    owner === undefined ? '-' : printable(owner),
    stateOf(seller),
    expiresAt.toISOString(),
    dueAt === undefined ? '-' : dueAt.toISOString(),
  ]
}

function stateOf({ state, lostReason, cannotRenew }: SellerStatus): string {
  if (lostReason !== undefined) return `${state} (${lostReason})`
  return cannotRenew ? `${state} (cannot renew)` : state
}
