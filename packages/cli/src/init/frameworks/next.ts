import type { Project } from '../project.ts'
import { sellersPackages } from '../sellers-source.ts'
import { modulePath, type Setup } from '../setup.ts'
import { webText } from './web.ts'

/** A route handler for the App Router, which Next.js finds by its place. */
export function nextSetup(project: Project): Setup {
  const { sources, isTypeScript } = project
  const route = `${sources}app/mercadopago/[...path]/route.${isTypeScript ? 'ts' : 'js'}`
  // Next.js compiles its files as ES modules, whatever package.json says.
  const text = webText({ ...project, isModule: true })
  return {
    packages: ['next', 'mercadopago-oauth-web', ...sellersPackages],
    files: {
      [modulePath(project)]: text,
      [route]: "export { handler as GET, handler as POST } from '../../../mercadopago'\n",
    },
    toDo: [`Fill in userOf() in ${modulePath(project)}: it finds the user who is signed in.`],
    start: 'npx next dev',
  }
}
