/** What listening fails with; anything else is no matter of the port. */
const refusals = ['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES']

/** Listens by `listen`. @throws Error which variable to change, when the port cannot be had. */
export async function takePort<T>(
  variable: string,
  port: number,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await listen(port)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!refusals.includes(code)) throw cause
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`
    throw new Error(`Port ${port} ${why}: set ${variable} to another one.`, { cause })
  }
}
