import type { Row } from '@libsql/client'

/** Reads one column of a row, or fails: nothing is guessed from what this store did not write. */
export type ColumnReader<T> = (row: Row, column: string) => T

export const text: ColumnReader<string> = (row, column) => {
  const value = row[column]
  if (typeof value !== 'string') throw unreadable(column)
  return value
}

/** A safe integer, in whichever of its three forms (`intMode`) the client gives it. */
export const integer: ColumnReader<number> = (row, column) => {
  const value = row[column]
  const isInteger =
    typeof value === 'number' || typeof value === 'bigint' || /^-?\d+$/.test(String(value))
  if (!isInteger || !Number.isSafeInteger(Number(value))) throw unreadable(column)
  return Number(value)
}

export const date: ColumnReader<Date> = (row, column) => {
  const value = new Date(integer(row, column))
  if (Number.isNaN(value.getTime())) throw unreadable(column)
  return value
}

export const boolean: ColumnReader<boolean> = (row, column) => {
  const value = integer(row, column)
  if (value !== 0 && value !== 1) throw unreadable(column)
  return value === 1
}

export function nullable<T>(read: ColumnReader<T>): ColumnReader<T | null> {
  return (row, column) => (row[column] === null ? null : read(row, column))
}

export function oneOf<T extends string>(known: readonly T[]): ColumnReader<T> {
  return (row, column) => {
    const value = known.find((one) => one === row[column])
    if (value === undefined) throw unreadable(column)
    return value
  }
}

function unreadable(column: string): Error {
  return new Error(`column "${column}" of a stored seller holds what this store did not write`)
}
