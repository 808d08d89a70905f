import type { Project } from '../project.ts'
import { awaitsTables, sellersPackages } from '../sellers-source.ts'
import { modulePath, type Setup } from '../setup.ts'
import { linkMount, passportPackages, passportText } from './passport.ts'

/** Middleware for Nest on Express, with Passport. */
export function nestSetup(project: Project): Setup {
  const isReady = awaitsTables(project)
  return {
    packages: [...passportPackages, ...sellersPackages],
    typePackages: ['@types/express', '@types/passport'],
    files: { [modulePath(project)]: passportText(project) },
    toDo: [
      'Mount it in main.ts, after passport.session() or what else sets req.user:',
      `  import { ${isReady ? 'link' : 'link, ready'} } from './mercadopago${isReady ? '.js' : ''}'`,
      ...(isReady ? [] : ['  await ready']),
      `  ${linkMount}`,
      'A seller who presses Cancel goes to /sellers?denied: put your own path there.',
    ],
    start: 'npx nest build && node --env-file=.env dist/main.js',
  }
}
