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
      `Fill in sessionOf() in ${modulePath(project)}: it finds the user who is signed in.`,
      ...mountingLines(project, 'mp', "app.all('/mercadopago/*', (c) => mp.handler(c.req.raw))"),
    ],
    start: nodeStart,
  }
}
