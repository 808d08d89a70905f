import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import { behaviours, tryOut } from './behaviours.js'
import { frameworks } from './frameworks.js'
import { startApp } from './running-app.js'
import { Table } from './table.js'

/** How long the file is that a reader copies: lines that are neither blank nor a comment. */
function lengthOf(file) {
  const lines = readFileSync(join(import.meta.dirname, file), 'utf8').split('\n')
  return lines.filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length
}

describe('a link', () => {
  const table = new Table(Object.keys(behaviours))
  let sandbox

  before(async () => {
    sandbox = await createSandbox()
  })
  after(async () => {
    await sandbox.close()
    process.stdout.write(table.text())
  })

  for (const framework of frameworks) {
    const row = `${framework.name}, ${lengthOf(framework.app)} lines`

    describe(`in ${framework.name}`, () => {
      const heard = []
      let app

      before(async function () {
        // A build takes its time.
        this.timeout(240_000)
        app = await startApp(framework, sandbox)
      })
      after(() => app?.stop())

      for (const [name, behaviour] of Object.entries(behaviours)) {
        it(`${name}: ${behaviour.expected}`, async () => {
          table.note(row, name, false)
          const found = await tryOut(behaviour, app, sandbox, heard)
          expect(found, app.output()).to.equal(behaviour.expected)
          table.note(row, name, true)
        })
      }
    })
  }
})
