import { UsageError } from './command.ts'

/**
 * The number that was typed for an option.
 *
 * @throws UsageError naming the option and its limits.
 */
export function wholeNumber(value: string, option: string, least: number, most: number): number {
  const number = Number(value)
  if (/^\d{1,6}$/.test(value) && number >= least && number <= most) return number
  throw new UsageError(`${option} must be a whole number from ${least} to ${most}.`)
}
