import { once } from 'node:events'
import { get } from 'node:http'

/** Reads the beginning of a response and resets the connection, as a browser may when its page is closed. */
export async function resetConnection(
  url: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const [response] = await once(get(url, { headers, agent: false }), 'response')
  await once(response, 'data')
  response.on('error', () => {})
  response.socket.resetAndDestroy()
}
