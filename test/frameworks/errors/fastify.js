import createApp from 'fastify'

export const name = 'Fastify 5'
export const sendsHeaders = true

export async function serveFailing(fail) {
  const app = createApp()
  app.get('/:code', async ({ params }) => fail(params.code))
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return { origin, close: () => app.close() }
}
