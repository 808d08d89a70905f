import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Followed, followed } from './followed.ts'
import { firstProgram, root } from './page.ts'

/** A README whose reader has an app that Node runs as it is. */
export interface NodeReadme {
  readme: string
  /** The app of its reader, in `test/samples/base`. */
  base: string
  /** How many lines the reader adds, as the README says. */
  added: number
  /** How a visitor who has not signed in is sent away. */
  visitor: readonly [status: number, location: string]
}

export const nodeReadmes: readonly NodeReadme[] = [
  { readme: 'packages/koa/README.md', base: 'koa.ts', added: 11, visitor: [302, '/sellers'] },
  {
    readme: 'packages/passport/README.md',
    base: 'express.ts',
    added: 13,
    visitor: [302, '/sellers?denied'],
  },
]

/** The app, in one file, after its reader has followed the README. */
export function followedInNode({ readme, base }: NodeReadme): Followed {
  const before = readFileSync(join(root, 'test/samples/base', base), 'utf8')
  return followed({ 'app.ts': before }, [{ file: 'app.ts', code: firstProgram(readme) }])
}
