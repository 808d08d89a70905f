import type { Project } from '../project.ts'
import { exportsOf, sellersImports, sellersLines, sellersPackages } from '../sellers-source.ts'
import { modulePath, mountingLines, nodeStart, type Setup } from '../setup.ts'
import { sourceText } from '../source-file.ts'

/** Ready-made routes for Koa. */
export function koaSetup(project: Project): Setup {
  const text = sourceText(project, {
    imports: [{ from: 'koa-mercadopago', names: ['mercadoPago'] }, ...sellersImports],
    lines: [
      ...sellersLines(project),
      "const mp = mercadoPago({ sellers, failureRedirect: '/sellers' }) // with ?error=<code>",
    ],
    exports: exportsOf(project, 'mp'),
  })
  return {
    packages: ['koa', 'koa-mercadopago', ...sellersPackages],
    files: { [modulePath(project)]: text },
    toDo: [
      ...mountingLines(project, 'mp', 'app.use(mp.routes())'),
      'It reads the signed-in user from ctx.state.user: put your own there.',
    ],
    start: nodeStart,
  }
}
