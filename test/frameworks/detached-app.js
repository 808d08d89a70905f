import { once } from 'node:events'

/** Waits for what an app prints once it listens. */
export async function says(app, text) {
  let printed = ''
  app.stderr.on('data', (chunk) => {
    printed += chunk
  })
  for await (const chunk of app.stdout.iterator({ destroyOnReturn: false })) {
    printed += chunk
    if (text.test(printed)) return app.stdout.resume()
  }
  throw new Error(`it ended: ${printed}`)
}

/** Ends an app, if there is one, and what it has started. */
export async function ended(app) {
  if (app === undefined) return
  const closed = once(app, 'close')
  process.kill(-app.pid, 'SIGKILL')
  await closed
}
