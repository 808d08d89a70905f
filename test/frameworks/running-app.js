import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../.cache/test/helpers/free-port.js'

const folder = import.meta.dirname
const { PATH, HOME, TMPDIR } = process.env

/** Builds an app if its framework wants that, and starts it as a separate process. */
export async function startApp({ build, start, variables }, sandbox) {
  const { application, url } = sandbox
  const origin = `http://127.0.0.1:${await freePort()}`
  application.redirectUris.push(`${origin}/mercadopago/callback`)
  const env = {
    ...{ PATH, HOME, TMPDIR, ...variables },
    CLIENT_ID: application.clientId,
    CLIENT_SECRET: application.clientSecret,
    ORIGIN: origin,
    PORT: new URL(origin).port,
    SANDBOX: url,
  }
  const output = []
  for (const command of build) await succeed(command, env, output)
  const app = run(start, env, output)
  await listening(app, new URL(origin).port, output)
  return {
    origin,
    /** All that the app has printed. */
    output: () => output.join(''),
    async stop() {
      const closed = app.exitCode === null ? once(app, 'close') : undefined
      // With all that it started.
      process.kill(-app.pid, 'SIGKILL')
      await closed
    },
  }
}

function run([program, ...args], env, output) {
  const options = { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }
  const child = spawn(program, args, options)
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => output.push(text))
  }
  return child
}

async function succeed(command, env, output) {
  const [status] = await once(run(command, env, output), 'close')
  if (status !== 0) throw new Error(`${command.join(' ')}: ${status}\n${output.join('')}`)
}

/** No framework says in the same way that it listens. */
async function listening(app, port, output) {
  for (;;) {
    if (app.exitCode !== null) throw new Error(`it ended: ${output.join('')}`)
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await pause(50)
  }
}
