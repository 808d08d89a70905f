import { ReflectionKind } from 'typedoc'

const { Accessor, Class, Function: Fun, Interface, Method } = ReflectionKind
const { Property, TypeAlias, Variable } = ReflectionKind

/** The reflections that need a docstring: every exported name and its members. */
const speaking = Class | Fun | Interface | TypeAlias | Variable | Method | Accessor | Property

/** What the docstrings owe: a sentence for each gap, none when they are complete. */
export function gaps(project) {
  return [...silentNames(project), ...unnamedCodes(project)]
}

function silentNames(project) {
  return project
    .getReflectionsByKind(speaking)
    .filter((one) => !isPartOfType(one) && !says(one))
    .map((reflection) => `${reflection.getFullName()} has no docstring`)
}

/** A member of an unnamed type: whatever has the type speaks for it. */
function isPartOfType(reflection) {
  for (let at = reflection.parent; at !== undefined; at = at.parent) {
    if (at.kindOf(ReflectionKind.TypeLiteral)) return true
  }
  return false
}

function says(reflection) {
  const { signatures = [], getSignature, setSignature } = reflection
  const spoken = [reflection, getSignature, setSignature, ...signatures]
  return spoken.some((one) => one?.hasComment())
}

/** Codes that nothing public says it throws, and `@throws` that name one of our errors without its codes. */
function unnamedCodes(project) {
  const codes = new Map(errorClasses(project))
  const thrown = throwsTags(project)
  const named = new Set(thrown.flatMap(({ text }) => wordsOf(text)))
  const unnamed = [...new Set([...codes.values()].flat())]
    .filter((code) => !named.has(code))
    .map((code) => `nothing says that it throws ${code}`)
  const vague = thrown
    .filter(({ text }) => codes.has(classOf(text)) && !namesCodeOf(codes.get(classOf(text)), text))
    .map(({ name, text }) => `${name} throws ${classOf(text)} and names no code of it`)
  return [...unnamed, ...vague]
}

/** Every error class with its codes, as its type arguments list them. */
function errorClasses(project) {
  return project
    .getReflectionsByKind(Class)
    .filter(({ name }) => name.endsWith('Error') && name !== 'MercadoPagoOAuthError')
    .map(({ name, extendedTypes = [] }) => [
      name,
      [...String(extendedTypes[0]).matchAll(/"([a-z_]+)"/g)].map(([, code]) => code),
    ])
}

function throwsTags(project) {
  return project.getReflectionsByKind(ReflectionKind.All).flatMap((reflection) =>
    (reflection.comment?.getTags('@throws') ?? []).map(({ content }) => ({
      name: reflection.getFullName(),
      text: content.map(({ text }) => text).join(''),
    })),
  )
}

const classOf = (text) => text.trim().split(/[^\w]/, 1)[0]
const wordsOf = (text) => [...text.matchAll(/`([a-z_]+)`/g)].map(([, word]) => word)
const namesCodeOf = (codes, text) => wordsOf(text).some((word) => codes.includes(word))
