import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { keptSeller, linkedSeller, linkVisit } from './link-visit.ts'
import { followedInNode, nodeReadmes } from './node-readmes.ts'
import { edited, writePrograms } from './page.ts'
import { SampleProcess } from './sample-process.ts'
import { SandboxCommand } from './sandbox-command.ts'

for (const each of nodeReadmes) {
  const { readme, added, visitor } = each

  describe(`an app whose reader has followed ${readme}`, function follows() {
    this.timeout(60_000)
    withRealSockets()

    it(`has ${added} lines of code more, as the README says`, () => {
      expect(followedInNode(each).added).to.equal(added)
      expect(readFileSync(readme, 'utf8')).to.include(` these are ${added} lines, `)
    })

    it('links a seller of the sandbox, and keeps the tokens', async () => {
      // Below those that the system gives out, so that nothing takes it before the app listens.
      const port = randomInt(20_000, 30_000)
      const origin = `http://localhost:${port}`
      const { 'app.ts': text = '' } = followedInNode(each).files
      const folder = writePrograms(readme, {
        'app.ts': edited(text, { 'listen(3000)': `listen(${port})` }),
      })
      const sandbox = await SandboxCommand.start(`${origin}/mercadopago/callback`)
      let running: SampleProcess | undefined
      try {
        running = await SampleProcess.start(join(folder, 'app.js'), port, sandbox.env)
        const visit = await linkVisit(origin, sandbox)
        await running.stop()

        const { page, linked, id } = linkedSeller
        expect(visit).to.deep.equal({ visitor, linked, page })
        expect(await keptSeller(join(folder, 'sellers.db'), sandbox)).to.equal(id)
      } finally {
        await running?.stop()
        await sandbox.stop()
      }
    })
  })
}
