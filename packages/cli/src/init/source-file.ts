import type { Project } from './project.ts'

/** What a source file takes from one module. */
export interface Import {
  readonly from: string
  readonly byDefault?: string
  /** Such as `SellerTokens`, or `createClient as openFile`. */
  readonly names?: readonly string[]
  /** Only types: left out in JavaScript. */
  readonly types?: readonly string[]
}

/** A source file, before it is decided which kind of module it is. */
export interface Source {
  readonly imports: readonly Import[]
  readonly lines: readonly string[]
  /** Constants among the lines that the app imports. */
  readonly exports: readonly string[]
}

const longestLine = 100

/** Whether the file is written with `require()`. TypeScript keeps `import`, whatever it compiles to. */
export function usesRequire({ isModule, isTypeScript }: Project): boolean {
  return !isModule && !isTypeScript
}

/** The text of a source file in the language and the module kind of the project. */
export function sourceText(project: Project, { imports, lines, exports }: Source): string {
  const head = '// Links Mercado Pago sellers. The values it reads are in .env.'
  const asRequired = usesRequire(project)
  const imported = imports.flatMap((one) => importLine(project, one, asRequired))
  const body = asRequired
    ? [...lines, '', `module.exports = { ${exports.join(', ')} }`]
    : lines.map((line) => exported(line, exports))
  return `${[head, ...imported, '', ...body].join('\n')}\n`
}

/** `: Type` in TypeScript, nothing in JavaScript. */
export function annotation({ isTypeScript }: Project, type: string): string {
  return isTypeScript ? `: ${type}` : ''
}

function importLine(project: Project, wanted: Import, asRequired: boolean): string[] {
  const { from, byDefault, names = [] } = wanted
  const types = project.isTypeScript ? (wanted.types ?? []) : []
  if (asRequired) return requireLines(wanted)
  const list = [...types.map((type) => `type ${type}`), ...names]
  // What is only a type needs no import when the app runs.
  if (byDefault === undefined && names.length === 0) {
    return types.length === 0 ? [] : bracesLines('import type', types, `from ${quoted(from)}`)
  }
  const before =
    byDefault === undefined ? 'import' : `import ${byDefault}${list.length === 0 ? '' : ','}`
  return bracesLines(before, list, `from ${quoted(from)}`)
}

function requireLines({ from, byDefault, names = [] }: Import): string[] {
  const list = names.map((name) => name.replace(' as ', ': '))
  return [
    ...(byDefault === undefined ? [] : [`const ${byDefault} = require(${quoted(from)})`]),
    ...(list.length === 0 ? [] : bracesLines('const', list, `= require(${quoted(from)})`)),
  ]
}

/** On one line where it fits, else one name a line, as formatters do. */
function bracesLines(before: string, list: readonly string[], after: string): string[] {
  if (list.length === 0) return [`${before} ${after}`]
  const line = `${before} { ${list.join(', ')} } ${after}`
  if (line.length <= longestLine) return [line]
  return [`${before} {`, ...list.map((name) => `  ${name},`), `} ${after}`]
}

function exported(line: string, exports: readonly string[]): string {
  const [, name] = /^const (\w+)\b/.exec(line) ?? []
  return name !== undefined && exports.includes(name) ? `export ${line}` : line
}

function quoted(text: string): string {
  return `'${text}'`
}
