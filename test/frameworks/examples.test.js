import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Browser } from '../../.cache/test/helpers/browser.js'
import { freePort } from '../../.cache/test/helpers/free-port.js'
import { ended, says } from './detached-app.js'

const folder = join(import.meta.dirname, '../../examples/minimal')

/** Each smallest app: its file, and the command that its README names, without what installs. */
const apps = {
  'Express with Passport': ['express.js', folder, process.execPath, 'express'],
  Koa: ['koa.js', folder, process.execPath, 'koa'],
  Hono: ['web/hono.js', join(folder, 'web'), process.execPath, 'hono.js'],
  'Next.js': [
    'web/next/app/[[...path]]/route.js',
    join(folder, 'web'),
    'node_modules/.bin/next',
    'dev',
    'next',
  ],
}

describe('the smallest app', () => {
  for (const [name, [file, cwd, program, ...args]] of Object.entries(apps)) {
    it(`of ${name} has at most 60 lines`, () => {
      expect(readFileSync(join(folder, file), 'utf8').split('\n')).to.have.length.at.most(61)
    })

    it(`of ${name} links a seller of the sandbox that it starts`, async () => {
      const PORT = String(await freePort())
      const env = { ...process.env, PORT, NEXT_TELEMETRY_DISABLED: '1' }
      const app = spawn(program, args, { cwd, env, detached: true })
      try {
        await says(app, /Ready|Open http/)
        const shop = new Browser(`http://localhost:${PORT}`)
        expect((await shop.get('/')).body).to.contain('Linked sellers: none')
        const begun = await shop.get('/mercadopago/connect?returnTo=/')
        const { pathname, search } = new URL(await approved(begun.headers.get('location')))
        const back = await shop.get(pathname + search)
        expect([back.status, back.headers.get('location')]).to.deep.equal([302, '/'])
        expect((await shop.get('/')).body).to.match(/Linked sellers: \d+/)
      } finally {
        await ended(app)
      }
    })
  }
})

/** A seller allows it at the sandbox in the app's process. */
async function approved(authorizationUrl) {
  const response = await fetch(new URL('/sandbox/api/approve', authorizationUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ authorizationUrl }),
  })
  const { redirect } = await response.json()
  return redirect
}
