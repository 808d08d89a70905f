import { writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, Converter, ReflectionKind } from 'typedoc'
import { entries, pageOf } from './packages.js'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/** Reads the docstrings of every package. Gives what TypeDoc knows of them, and what writes it to a folder. */
export async function readDocstrings() {
  const app = await Application.bootstrapWithPlugins({
    name: 'API reference',
    readme: 'none',
    entryPoints: entries.map(({ file }) => file),
    tsconfig: here('tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    logLevel: 'Warn',
    // A page for each package, as it reads in the sources, and nothing that changes with every commit.
    router: 'module',
    sort: ['source-order'],
    disableSources: true,
    hideGenerator: true,
    excludePrivate: true,
    excludeExternals: true,
    validation: { invalidLink: true, notExported: true, notDocumented: false },
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    expandParameters: false,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
  })
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of Object.values(project.reflections)) {
      // What every error has is said once, where it is from.
      if (reflection.inheritedFrom) project.removeReflection(reflection)
    }
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      module.name = importedAs(module)
    }
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('the sources do not compile')
  app.validate(project)
  const isClean = !app.logger.hasErrors() && !app.logger.hasWarnings()
  const writeTo = async (folder) => {
    app.options.setValue('outputs', [{ name: 'markdown', path: folder }])
    await app.generateOutputs(project)
    writeFileSync(join(folder, 'README.md'), index())
  }
  return { project, isClean, writeTo }
}

function index() {
  const links = entries.map((entry) => {
    const link = `[${entry.name}](${pageOf(entry)})`
    return entry.description === undefined ? `  - ${link}` : `- ${link}: ${entry.description}`
  })
  return `# API reference

Every public name of the packages, from the docstrings in the sources.

${links.join('\n')}
`
}

/** TypeDoc names a module by its path, without what all of them begin with. */
function importedAs({ name }) {
  return entries.find(({ file }) => sourceOf(file).endsWith(`/${name}`)).name
}

function sourceOf(file) {
  return file
    .split(sep)
    .join('/')
    .replace(/(\/index)?\.ts$/, '')
}
