import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import {
  isCallExpression,
  isIdentifier,
  isImportDeclaration,
  isJsxText,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isRegularExpressionLiteral,
  isStringLiteral,
  isTemplateExpression,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast'
import { API } from 'typescript/unstable/sync'
import type { Prose } from './english.ts'

/** The texts in the sources, each with its file and line. */
export interface SourceProse {
  /** The comments of all sources, docstrings included. */
  readonly comments: readonly Prose[]
  /** Messages, output and page texts of the packages and the examples. */
  readonly messages: readonly Prose[]
  /** The titles of the tests. */
  readonly titles: readonly Prose[]
}

const folders = ['docs', 'examples', 'packages', 'release', 'test']
const extensions = ['cjs', 'js', 'mjs', 'ts', 'tsx']

/** Parses every source of the repository, and resolves no imports. */
export function sourceProse(): SourceProse {
  const api = new API({ cwd: process.cwd() })
  try {
    const sources = parsed(api).map((file) => new Source(file))
    const published = sources.filter(({ path }) => /^(examples|packages)\//.test(path))
    const tests = sources.filter(({ path }) => /\.test\.[jt]s$/.test(path))
    return {
      comments: sources.flatMap((source) => source.comments()),
      messages: published.flatMap((source) => source.messages()),
      titles: tests.flatMap((source) => source.titles()),
    }
  } finally {
    api.close()
  }
}

function parsed(api: API): SourceFile[] {
  const project = resolve('.cache/english')
  const config = join(project, 'tsconfig.json')
  mkdirSync(project, { recursive: true })
  writeFileSync(config, JSON.stringify(settings(relative(project, process.cwd()))))
  const program = api.updateSnapshot({ openProjects: [config] }).getProject(config)?.program
  const names = program?.getSourceFileNames() ?? []
  return names.flatMap((name) => program?.getSourceFile(name) ?? [])
}

function settings(top: string): object {
  return {
    compilerOptions: {
      allowJs: true,
      jsx: 'preserve',
      noEmit: true,
      noLib: true,
      noResolve: true,
      types: [],
    },
    include: folders.flatMap((folder) => extensions.map((end) => `${top}/${folder}/**/*.${end}`)),
    exclude: ['node_modules', 'dist', 'bundle', 'api'].map((name) => `${top}/**/${name}`),
  }
}

class Source {
  readonly path: string
  readonly #file: SourceFile
  readonly #nodes: readonly Node[]

  constructor(file: SourceFile) {
    this.path = relative(process.cwd(), file.fileName)
    this.#file = file
    this.#nodes = nodesOf(file)
  }

  messages(): Prose[] {
    return this.#nodes.flatMap((node) => {
      const text = textOf(node)
      return text !== undefined && isProse(text)
        ? [this.#prose(node.getStart(this.#file), text)]
        : []
    })
  }

  titles(): Prose[] {
    return this.#nodes.flatMap((node) => {
      const text = titleOf(node)
      return text === undefined ? [] : [this.#prose(node.getStart(this.#file), text)]
    })
  }

  comments(): Prose[] {
    const comments = this.#withoutLiterals().matchAll(
      /\/\*[\s\S]*?\*\/|(?:\/\/.*(?:\n\s*(?=\/\/))?)+/g,
    )
    return [...comments].map(({ 0: comment, index }) => this.#prose(index, wordsOf(comment)))
  }

  /** The text with spaces for its literals: what then looks like a comment is one. */
  #withoutLiterals(): string {
    const { text } = this.#file
    const parts: string[] = []
    let end = 0
    for (const node of this.#nodes.filter(isLiteral)) {
      const start = node.getStart(this.#file)
      // Inside a template that is blank already.
      if (start < end) continue
      parts.push(text.slice(end, start), ' '.repeat(node.end - start))
      end = node.end
    }
    return [...parts, text.slice(end)].join('')
  }

  #prose(position: number, text: string): Prose {
    const line = this.#file.text.slice(0, position).split('\n').length
    return { place: `${this.path}:${line}`, text }
  }
}

/** All nodes in the order of the text. */
function nodesOf(node: Node): Node[] {
  const nodes: Node[] = []
  node.forEachChild((child) => {
    nodes.push(child, ...nodesOf(child))
  })
  return nodes
}

function isLiteral(node: Node): boolean {
  return isRegularExpressionLiteral(node) || isTemplateExpression(node) || isPlainText(node)
}

function isPlainText(node: Node) {
  return isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node) || isJsxText(node)
}

/** The text of a literal; each value in a template is the word `x`. */
function textOf(node: Node): string | undefined {
  if (node.parent !== undefined && isImportDeclaration(node.parent)) return
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node) || isJsxText(node)) {
    return node.text
  }
  if (!isTemplateExpression(node)) return
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('x')
}

/** Three words in a row, in a text that is neither SQL nor Lua. */
function isProse(text: string): boolean {
  return /\p{L}+,? \p{L}+,? \p{L}+/u.test(text) && !/ = |redis\.call\(|\bnot null\b/i.test(text)
}

function titleOf(node: Node): string | undefined {
  if (!isCallExpression(node) || !isTest(node.expression)) return
  const [title] = node.arguments
  return title && textOf(title)
}

/** Whether it is `describe`, `it`, `test` or one of their members. */
function isTest(called: Node): boolean {
  if (isPropertyAccessExpression(called)) return isTest(called.expression)
  return isIdentifier(called) && ['describe', 'it', 'test'].includes(called.text)
}

/** The text of a comment; each tag of a docstring begins a paragraph. */
function wordsOf(comment: string): string {
  return comment
    .replace(/^\s*(?:\/\*\*?|\/\/\/?|\*(?!\/))|\*\/$/gm, '')
    .replace(/^\s*@(?:param \w+(?:\.\w+)* -|\w+)/gm, '\n\n')
    .replace(/\{@link ([^}]*)\}/g, '$1')
}
