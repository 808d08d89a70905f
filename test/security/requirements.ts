import { readFileSync } from 'node:fs'

/** A requirement for integrators, and how it is met here. */
export interface Requirement {
  readonly asked: string
  readonly met: string
  /** Rows of the catalogue, whose tests show it. */
  readonly rows: readonly string[]
  /** Other tests, as `file: title`. */
  readonly tests: readonly NamedTest[]
  /** Points of `doctor --audit` that look at an installation. */
  readonly points: readonly string[]
}

/** A test by its file, from the root of the workspace, and its title. */
export interface NamedTest {
  readonly file: string
  readonly title: string
}

/** The requirements of one published text. */
export interface Source {
  readonly title: string
  readonly address: string
  /** The date that the text states for itself. */
  readonly dated: string
  readonly requirements: readonly Requirement[]
}

const path = 'test/security/requirements.txt'

/** All requirements, in the order of docs/audit.md. */
export const sources: readonly Source[] = readFileSync(path, 'utf8')
  .trim()
  .split('\n\n')
  .map(sourceOf)

function sourceOf(text: string): Source {
  const [heading = '', ...lines] = text.split('\n')
  const [title = '', address = '', dated = ''] = heading.replace(/^# /, '').split(' | ')
  return { title, address, dated, requirements: lines.map(requirementOf) }
}

function requirementOf(line: string): Requirement {
  const [asked = '', met = '', proofs = '', points = ''] = line.split(' | ')
  const isNamed = proofs.startsWith('test/')
  return {
    asked,
    met,
    rows: isNamed ? [] : proofs.split(', '),
    tests: isNamed ? [namedTest(proofs)] : [],
    points: points === '-' ? [] : points.split(', '),
  }
}

function namedTest(text: string): NamedTest {
  const [file = '', title = ''] = text.split(/: (.*)/s)
  return { file, title }
}
