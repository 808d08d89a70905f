import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stepsOf } from './readme.js'
import { createStrictProject } from './strict-project.js'
import { compile } from './type-check.js'

/**
 * Follows every README: installs what its lines name, in a strict project, imports what its code imports, and
 * compiles the code. Pairs of a name and findings.
 */
export function readmeFindings(folder, root, tarballs) {
  const readmes = readdirSync(join(root, 'packages')).map((name) =>
    join('packages', name, 'README.md'),
  )
  const install = (names, versions) =>
    createStrictProject(join(folder, `readme-${++count}`), names, tarballs, versions)
  let count = 0
  return ['README.md', ...readmes].flatMap((readme) => {
    const steps = stepsOf(join(root, readme)).map((step) => withTypes(step, root, tarballs))
    return [
      ...steps.flatMap((step) => findingsOfStep(readme, step, install)),
      ...findingsWithoutTypes(readme, steps, install),
      ...findingsWithOldestTypes(readme, steps, tarballs, install),
    ]
  })
}

/** The README of the workspace leaves the types to those of its packages. */
function withTypes(step, root, tarballs) {
  if (step.types.length > 0) return step
  const types = tarballs
    .filter(({ manifest: { name } }) => step.packages.includes(name))
    .flatMap(({ manifest }) => stepsOf(join(root, manifest.repository.directory, 'README.md')))
    .flatMap((other) => other.types)
  return { ...step, types: [...new Set(types)] }
}

function findingsOfStep(readme, { packages, types, blocks, imported }, install) {
  const name = `${readme}, ${packages.join(' ')}`
  try {
    const project = install(packages)
    const complete = install([...packages, ...types])
    return [
      [`${name}: imports`, imported.flatMap((specifier) => importFindings(project, specifier))],
      [`${name}: types`, compileBlocks(complete, blocks, { skipLibCheck: false })],
    ]
  } catch (error) {
    return [[name, [error.stdout || error.message]]]
  }
}

/** Without a package of types the code compiles as well, or the compiler says which package is missing. */
function findingsWithoutTypes(readme, steps, install) {
  const { packages, types } = steps.at(-1)
  const blocks = steps.flatMap((step) => step.blocks)
  return types.map((absent) => {
    const project = install([...packages, ...types.filter((name) => name !== absent)])
    const findings = compileBlocks(project, blocks, { skipLibCheck: true })
    const isNamed = findings.some(
      (text) =>
        text.includes(`npm i --save-dev ${absent}\``) ||
        // What it says where another package has brought these types along.
        text.includes(`DefinitelyTyped/tree/master/${absent.slice(1)}'`),
    )
    return [`${readme}: works without ${absent}, or names it`, isNamed ? [] : findings]
  })
}

/** The oldest packages of types that a package accepts will do. */
function findingsWithOldestTypes(readme, steps, tarballs, install) {
  const own = tarballs.find(({ manifest }) =>
    readme.startsWith(`${manifest.repository.directory}/`),
  )
  const oldest = Object.entries(own?.manifest.peerDependencies ?? {})
    .filter(([name]) => name.startsWith('@types/'))
    .map(([name, range]) => [name, range.slice('>='.length)])
  if (oldest.length === 0) return []
  const { packages, types } = steps.at(-1)
  const blocks = steps.flatMap((step) => step.blocks)
  const project = install([...packages, ...types], Object.fromEntries(oldest))
  const named = oldest.map((pair) => pair.join('@')).join(' ')
  return [[`${readme}: types, ${named}`, compileBlocks(project, blocks, { skipLibCheck: false })]]
}

function importFindings(cwd, specifier) {
  try {
    const program = `await import('${specifier}')`
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd,
      stdio: 'pipe',
    })
    return []
  } catch (error) {
    return [String(error.stderr)]
  }
}

/** As a user does who sets nothing but `strict`. */
function compileBlocks(project, blocks, options) {
  const files = blocks.map(({ language }, index) => `block-${index}.${language}`)
  for (const [index, { code }] of blocks.entries()) writeFileSync(join(project, files[index]), code)
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'ES2023',
    allowJs: true,
    noEmit: true,
    ...options,
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  return compile('typescript-7', project)
}
