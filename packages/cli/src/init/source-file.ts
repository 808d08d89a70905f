import type { Project } from './project.ts'

/** What a source file takes from one module: its default export, or names. */
export interface Import {
  readonly from: string
  readonly byDefault?: string
  /** Such as `SellerTokens`, or `createClient as openFile`. */
  readonly names?: readonly string[]
}

/** A source file, before it is decided which kind of module it is. */
export interface Source {
  readonly imports: readonly Import[]
  readonly lines: readonly string[]
  /** Constants among the lines that the app imports. */
  readonly exports: readonly string[]
}

/** Whether the file is written with `require()`. TypeScript keeps `import`, whatever it compiles to. */
export function usesRequire({ isModule, isTypeScript }: Project): boolean {
  return !isModule && !isTypeScript
}

/** The text of a source file in the language and the module kind of the project. */
export function sourceText(project: Project, { imports, lines, exports }: Source): string {
  const head = '// Links Mercado Pago sellers. The values it reads are in .env.'
  const asRequired = usesRequire(project)
  const imported = imports.map(asRequired ? requireLine : importLine)
  const body = asRequired
    ? [...lines, '', `module.exports = { ${exports.join(', ')} }`]
    : lines.map((line) => exported(line, exports))
  return `${[head, ...imported, '', ...body].join('\n')}\n`
}

function importLine({ from, byDefault, names = [] }: Import): string {
  return `import ${byDefault ?? `{ ${names.join(', ')} }`} from ${quoted(from)}`
}

function requireLine({ from, byDefault, names = [] }: Import): string {
  const list = names.map((name) => name.replace(' as ', ': ')).join(', ')
  return `const ${byDefault ?? `{ ${list} }`} = require(${quoted(from)})`
}

function exported(line: string, exports: readonly string[]): string {
  const [, name] = /^const (?:\{ )?(\w+)\b/.exec(line) ?? []
  return name !== undefined && exports.includes(name) ? `export ${line}` : line
}

function quoted(text: string): string {
  return `'${text}'`
}
