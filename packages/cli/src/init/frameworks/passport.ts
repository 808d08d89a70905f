import type { Project } from '../project.ts'
import { exportsOf, sellersImports, sellersLines } from '../sellers-source.ts'
import { sourceText } from '../source-file.ts'

/** The packages of {@link passportText}, beside those of the sellers. */
export const passportPackages: readonly string[] = ['passport', 'passport-mercadopago']

/** What mounts the middleware that the file exports. */
export const linkMount = "app.use(['/mercadopago/connect', '/mercadopago/callback'], link)"

/** A strategy, and the middleware that links by it: for Express, and for Nest on Express. */
export function passportText(project: Project): string {
  return sourceText(project, {
    imports: [
      ...sellersImports,
      { from: 'passport', byDefault: 'passport' },
      { from: 'passport-mercadopago', names: ['MercadoPagoStrategy'] },
    ],
    lines: [
      ...sellersLines(project),
      'passport.use(new MercadoPagoStrategy({ sellers }))',
      "const link = passport.authorize('mercadopago', { failureRedirect: '/sellers?denied' })",
    ],
    exports: exportsOf(project, 'link'),
  })
}
