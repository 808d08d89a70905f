/** The signed-in user of a request. */
export async function userOf(request: Request): Promise<{ id: string } | undefined> {
  const id = /\bsession=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
  return id === undefined ? undefined : { id }
}
