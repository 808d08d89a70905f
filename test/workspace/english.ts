import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Words that our readers would have to read twice, and what we say instead. */
export const avoidedWords: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\banswer(s|ed|ing)?\b/i, 'response, respond, reply'],
  [/\b(tell|tells|told|telling) of\b/i, 'report, announce, receive'],
  [/\bwhoever\b/i, 'the user who, anybody who'],
  [/\bwhom\b/i, 'that, which, the user who'],
  [/\bby (itself|themselves)\b/i, 'automatically, without help, or nothing'],
  [/\btake(s|n)? in\b/i, 'receive'],
  [/\bhand(s|ed)? over\b/i, 'give, pass'],
  [/\b(opens?|opened) what\b/i, 'decrypt'],
  [/\bhears? of\b/i, 'receive, notice'],
  [/\bgo(es)? by\b/i, 'use, follow'],
  [/\bthe permission\b(?! \*)/i, 'the access, the authorization'],
]

/** The most words that a sentence may have. */
export const longestSentence = 35

/** A text for people, and where it is. */
export interface Prose {
  readonly place: string
  readonly text: string
}

/** The pages that people read, without code and without what tests or measurements wrote. */
export function pages(): Prose[] {
  const folders = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(parent).map((name) => join(parent, name)),
  )
  return ['.', 'docs', ...folders].flatMap(markdownIn).map((page) => ({
    place: page,
    text: readFileSync(page, 'utf8')
      .replace(/<!-- [^>]*\bmade by[\s\S]*?(?=<!-- End|\n## |$(?![\s\S]))/gi, '')
      .replace(/```[\s\S]*?```/g, '')
      .replace(/<!--[\s\S]*?-->/g, ''),
  }))
}

function markdownIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md')
    .map((name) => join(folder, name))
}

/** The sentences of a text, without markup: a link is its text, code and a quotation are one word. */
export function sentencesOf({ text }: Prose): string[] {
  return text
    .split(/\n\s*\n|\n(?=\s*[-*|#]|\s*\d+\. )|\|/)
    .flatMap((block) => plain(block).split(/(?<=[.!?:;])\s+/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

function plain(block: string): string {
  return block
    .replace(/`[^`]*`|“[^”]*”/g, 'x')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
}
