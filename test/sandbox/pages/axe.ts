import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'

const source = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/**
 * Puts axe into every page of a context. It comes in as a debugger does, so that a page's policy stops nothing. Sent
 * once, because that takes as long as a search with it.
 */
export async function withAxe(context: BrowserContext): Promise<BrowserContext> {
  await context.addInitScript(source)
  return context
}

/**
 * What axe finds on a page of a context that has it, one line for each element.
 *
 * @param rules - Default: all.
 */
export async function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
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
