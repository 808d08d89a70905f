import type { Project } from '../project.ts'
import {
  exportsOf,
  migrationOf,
  sellersImports,
  sellersLines,
  sellersPackages,
} from '../sellers-source.ts'
import { modulePath, mountingLines, nodeStart, type Setup } from '../setup.ts'
import { annotation, sourceText } from '../source-file.ts'

/** A router for Express, with Passport. */
export function expressSetup(project: Project): Setup {
  const handler = annotation(project, 'RequestHandler')
  const errorHandler = annotation(project, 'ErrorRequestHandler')
  const router = annotation(project, 'Router')
  const text = sourceText(project, {
    imports: [
      {
        from: 'express',
        byDefault: 'express',
        types: ['ErrorRequestHandler', 'RequestHandler', 'Router'],
      },
      ...sellersImports(['errorResponse', 'MercadoPagoOAuthError']),
      { from: 'passport', byDefault: 'passport' },
      { from: 'passport-mercadopago', names: ['MercadoPagoStrategy'] },
    ],
    lines: [
      ...sellersLines(migrationOf(project)),
      '',
      'passport.use(new MercadoPagoStrategy({ sellers }, async (_access, _refresh, seller) => seller))',
      '',
      `const signedIn${handler} = (req, res, next) => (req.user ? next() : res.redirect('/sign-in'))`,
      `const failed${errorHandler} = (error, _req, res, next) => {`,
      '  if (!(error instanceof MercadoPagoOAuthError)) return next(error)',
      '  const { status, headers, body } = errorResponse(error)',
      '  res.status(status).set(headers).send(body)',
      '}',
      '',
      "const link = passport.authorize('mercadopago', { failureRedirect: '/sellers?denied' })",
      `const mercadopago${router} = express`,
      '  .Router()',
      "  .get('/mercadopago/connect', signedIn, link)",
      "  .all('/mercadopago/callback', link, (_req, res) => res.redirect('/sellers'))",
      '  .use(failed)',
    ],
    exports: exportsOf(project, 'mercadopago'),
  })
  return {
    packages: ['express', 'passport', 'passport-mercadopago', ...sellersPackages],
    typePackages: ['@types/express', '@types/passport'],
    files: { [modulePath(project)]: text },
    toDo: [
      ...mountingLines(project, 'mercadopago', 'app.use(mercadopago)'),
      'It sends visitors to /sign-in, and sellers to /sellers: put your own paths there.',
    ],
    start: nodeStart,
  }
}
