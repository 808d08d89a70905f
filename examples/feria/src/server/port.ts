/** Listens by `listen`. @throws Error which variable to change, when the port cannot be had. */
export async function takePort<T>(
  variable: string,
  port: number,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await listen(port)
  } catch (cause) {
    if (!isAboutListening(cause)) throw cause
    const { code } = cause
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`
    throw new Error(`Port ${port} ${why}: set ${variable} to another one.`, { cause })
  }
}

function isAboutListening(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen'
}
