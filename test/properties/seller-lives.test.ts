import { expect } from 'chai'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import { withRealSockets } from '../helpers/nock.ts'
import { redirectUri, SellerApp } from './seller-app.ts'
import { liveSellerLife } from './seller-life.ts'
import { sellerLives, singleSwitches } from './seller-lives.ts'

/** Token requests of a whole life, of which nine begin or prolong a link. */
const fewest = 13
const most = 18

/** More or fewer sets than usual: `PROPERTY_RUNS=10` tries ten times as many, `PROPERTY_SEED` the same again. */
const share = Number(process.env.PROPERTY_RUNS ?? 1)

describe('the life of a seller, from link to unlink', function () {
  this.timeout(60_000 * Math.max(1, share))
  withRealSockets()

  for (const testToken of [false, true]) {
    const credentials = testToken ? 'test credentials' : 'production credentials'
    it(`loses nobody as the sandbox is by default, with ${credentials}`, async () => {
      expect(await liveSellerLife({ switches: {}, testToken })).to.be.within(fewest, most)
    })
  }

  for (const [title, switches] of singleSwitches) {
    it(`loses nobody under ${title}`, async () => {
      const testToken = title.startsWith('testToken')

      expect(await liveSellerLife({ switches, testToken })).to.be.within(fewest, most)
    })
  }

  it('loses nobody under any set of switches', async () => {
    const { broken, figures, size } = await sellerLives({ runs: Math.ceil(12 * share) })

    expect(broken, size).to.deep.equal([])
    expect(figures).to.include.keys('test credentials', 'production credentials')
  })
})

describe('a seller in whose name nothing is called', function () {
  this.timeout(60_000)
  withRealSockets()

  for (const [withinDays, state] of [
    [0, 'relink'],
    [45, 'linked'],
  ] as const) {
    it(`is ${state} after a year of inactivity, ends, where sweeps look ${withinDays} days ahead`, async () => {
      const sandbox = await createSandbox({
        applications: [{ redirectUris: [redirectUri] }],
        switches: { inactivity: 'ends' },
      })
      const app = await SellerApp.start(sandbox, false)
      const sellerId = await app.finish(await sandbox.approve(app.start()))

      for (let week = 0; week < 52; week += 1) {
        sandbox.clock.advance({ days: 7 })
        for await (const _ of app.sellers.renewDue({ withinDays }));
      }

      expect((await app.sellers.status(sellerId))?.state).to.equal(state)
      const requests = sandbox.requests.filter(({ path }) => path === '/oauth/token')
      expect(requests.length).to.equal(withinDays === 0 ? 2 : 4)
      await app.close()
      await sandbox.close()
    })
  }
})
