import type { FrameworkName, Project } from '../project.ts'
import type { Setup } from '../setup.ts'
import { expressSetup } from './express.ts'
import { honoSetup } from './hono.ts'
import { koaSetup } from './koa.ts'
import { nestSetup } from './nest.ts'
import { nextSetup } from './next.ts'

const setups: Readonly<Record<FrameworkName, (project: Project) => Setup>> = {
  express: expressSetup,
  koa: koaSetup,
  nest: nestSetup,
  next: nextSetup,
  hono: honoSetup,
}

/** What the project gets for its framework. */
export function setupOf(project: Project): Setup {
  return setups[project.framework](project)
}
