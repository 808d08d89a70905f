import type { VNode } from 'preact'
import type { Scope } from '../registry/application.ts'
import { type Language, words } from './words.ts'

// What it can do, then for how long.
const order: readonly Scope[] = ['read', 'write', 'offline_access']

/** Permissions in plain words, each with what it means. */
export function Permissions(props: { scopes: readonly Scope[]; language: Language }): VNode {
  const { scopes, language } = props
  const text = words[language]
  if (scopes.length === 0) return <p>{text.noScopes}</p>
  return (
    <ul class="permissions">
      {order
        .filter((scope) => scopes.includes(scope))
        .map((scope) => (
          <li key={scope}>
            <strong>{text.scopes[scope].title}</strong> <small>{text.scopes[scope].meaning}</small>
          </li>
        ))}
    </ul>
  )
}
