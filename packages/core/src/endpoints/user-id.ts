/** The id of the app's signed-in user, or `undefined` when nobody is signed in. */
export function userId(user: unknown): string | undefined {
  const { id } = Object(user) as { id?: unknown }
  const value = typeof user === 'object' ? id : user
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
