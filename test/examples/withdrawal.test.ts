import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { apps, createFolder, removeFolder, type SampleApp } from './sample-app.ts'
import { SharedSandbox } from './shared-sandbox.ts'
import { signedIn } from './visitor.ts'

const ana = 700100001

describe('a seller who withdraws at Mercado Pago', function withdrawal() {
  this.timeout(60_000)
  withRealSockets()

  for (const name of apps) {
    describe(name, () => {
      let shared: SharedSandbox
      let folder: string
      let app: SampleApp

      beforeEach(async () => {
        shared = await SharedSandbox.start()
        folder = createFolder()
        app = await shared.startApp(name, {}, folder)
        shared.sandbox.application.webhookUrl = `${app.url}/mercadopago/notifications`
        await shared.link(app, ana)
        await shared.sandbox.settled()
      })
      afterEach(async () => {
        await app.end()
        await shared.stop()
        removeFolder(folder)
      })

      it('G08: must link again, as the page of the seller then says', async () => {
        const { sandbox } = shared
        await sandbox.withdraw(ana)
        await sandbox.settled()

        const responses = sandbox.notifications.map(({ action, status }) => [action, status])
        expect(responses).to.deep.equal([
          ['application.authorized', 200],
          ['application.deauthorized', 200],
        ])
        const page = (await (await signedIn(app)).get(`/sellers/${ana}`)).body
        expect(page)
          .to.contain('Must connect again')
          .and.contain('You revoked the access at Mercado Pago')
        // One refused access token is not enough: the refresh token is asked, once.
        expect(shared.refreshes.map(({ status }) => status)).to.deep.equal([400])
      })

      it('G02: ignores a notification that was not signed with the secret', async () => {
        const { sandbox } = shared
        sandbox.application.webhookSecret = 'somebody-elses-secret'
        await sandbox.withdraw(ana)
        await sandbox.settled()

        expect(sandbox.notifications.at(-1)).to.include({ status: 401, delivered: false })
        const page = (await (await signedIn(app)).get(`/sellers/${ana}`)).body
        expect(page).not.to.contain('Must connect again')
      })
    })
  }
})
