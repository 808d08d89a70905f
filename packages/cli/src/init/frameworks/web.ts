import type { Project } from '../project.ts'
import { exportsOf, sellersImports, sellersLines } from '../sellers-source.ts'
import { sourceText } from '../source-file.ts'

/** The handler for a framework that has `Request` and `Response`. */
export function webText(project: Project): string {
  const { isTypeScript } = project
  return sourceText(project, {
    imports: [...sellersImports, { from: 'mercadopago-oauth-web', names: ['mercadoPago'] }],
    lines: [
      '/** Yours: the user who is signed in, by the cookies of the request. Until then nobody may link. */',
      isTypeScript
        ? 'async function userOf(_request: Request): Promise<{ id: string } | undefined> {'
        : 'async function userOf(_request) {',
      '  return undefined',
      '}',
      '',
      ...sellersLines(project),
      'const { handler } = mercadoPago({ sellers, user: userOf }) // visitors get a 403',
    ],
    exports: exportsOf(project, 'handler'),
  })
}
