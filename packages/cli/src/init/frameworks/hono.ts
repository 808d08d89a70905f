import type { Project } from '../project.ts'
import { sellersPackages } from '../sellers-source.ts'
import { modulePath, mountingLines, nodeStart, type Setup } from '../setup.ts'
import { webText } from './web.ts'

/** One route for Hono. */
export function honoSetup(project: Project): Setup {
  return {
    packages: ['hono', 'mercadopago-oauth-web', ...sellersPackages],
    files: { [modulePath(project)]: webText(project) },
    toDo: [
      `Fill in userOf() in ${modulePath(project)}: it finds the user who is signed in.`,
      ...mountingLines(project, 'handler', "app.all('/mercadopago/*', (c) => handler(c.req.raw))"),
    ],
    start: nodeStart,
  }
}
