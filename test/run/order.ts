/** The files that take longest by far. One that began last would be waited for alone. */
export const longest: readonly string[] = [
  'reliability/postgres',
  'properties/properties',
  'reliability/mysql',
  'cli/sellers',
  'reliability/sqlite',
  'examples/pages',
  'reliability/redis',
  'sandbox/pages/accessibility',
  'examples/linking',
  'examples/operator',
]

/** The same files, in the order in which they are best begun. */
export function longestFirst(files: readonly string[]): string[] {
  const begun = longest.filter((file) => files.includes(file))
  return [...begun, ...files.filter((file) => !begun.includes(file))]
}
