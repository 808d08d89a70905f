import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/**
 * What axe finds on a page, one line for each element. It comes in as a debugger does, so that the
 * page's policy stops nothing.
 *
 * @param rules - Default: all.
 */
export async function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Parsing it takes as long as a search with it, so a document that has it keeps it.
  if (await page.evaluate('globalThis.axe === undefined')) await page.evaluate(source)
  return await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: Axe }
    const { violations } = await axe.run({
      resultTypes: ['violations'],
      ...(only && { runOnly: only }),
    })
    return violations.flatMap(({ impact, id, nodes }) =>
      nodes.map((node) => `${impact} ${id}: ${node.target.join(' ')} ${node.failureSummary}`),
    )
  }, rules)
}

interface Axe {
  run(options: object): Promise<{ violations: Violation[] }>
}

interface Violation {
  impact: string
  id: string
  nodes: { target: string[]; failureSummary: string }[]
}
