import type { Project } from '../project.ts'
import { sellersPackages } from '../sellers-source.ts'
import { modulePath, mountingLines, nodeStart, type Setup } from '../setup.ts'
import { linkMount, passportPackages, passportText } from './passport.ts'

/** Middleware for Express, with Passport. */
export function expressSetup(project: Project): Setup {
  return {
    packages: ['express', ...passportPackages, ...sellersPackages],
    typePackages: ['@types/express', '@types/passport'],
    files: { [modulePath(project)]: passportText(project) },
    toDo: [
      ...mountingLines(project, 'link', linkMount),
      'A seller who presses Cancel goes to /sellers?denied: put your own path there.',
    ],
    start: nodeStart,
  }
}
