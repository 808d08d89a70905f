import type { Project } from '../project.ts'
import { exportsOf, migrationOf, sellersImports, sellersLines } from '../sellers-source.ts'
import { sourceText } from '../source-file.ts'

/** The handler for a framework that has `Request` and `Response`. */
export function webText(project: Project): string {
  const { isTypeScript } = project
  return sourceText(project, {
    imports: [...sellersImports(), { from: 'mercadopago-oauth-web', names: ['mercadoPago'] }],
    lines: [
      '/** Yours: the user who is signed in, by the cookies of the request. Until then nobody may link. */',
      isTypeScript
        ? 'async function sessionOf(_request: Request): Promise<{ userId: string } | undefined> {'
        : 'async function sessionOf(_request) {',
      '  return undefined',
      '}',
      '',
      ...sellersLines(migrationOf(project)),
      '',
      'const mp = mercadoPago({',
      '  sellers,',
      '  user: async (request) => (await sessionOf(request))?.userId, // visitors get a 403',
      '})',
    ],
    exports: exportsOf(project, 'mp'),
  })
}
