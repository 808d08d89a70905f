import { RotatingProvider } from '../../.cache/test/helpers/rotating-provider.js'
import { FailingStore, SellerWorld } from '../../.cache/test/helpers/seller-world.js'

const count = 9

/** Sellers whose renewal is due, and two machines that may renew them. */
export class DueSellers {
  provider = new RotatingProvider()
  /** The refresh tokens that are sent when every seller is renewed once. */
  once = Array.from({ length: count }, (_, index) => `TG-${index + 1}-1`)

  static async open(openStore) {
    const due = new DueSellers()
    due.world = await SellerWorld.open(openStore)
    due.world.server.reply = due.provider.reply
    due.storage = new FailingStore(due.world.store)
    due.world.store = due.storage.store
    due.machines = [due.world.machine(), due.world.machine()]
    for (let id = 1; id <= count; id++) await due.#link(`${id}`)
    due.world.advanceDays(160)
    return due
  }

  /** The refresh tokens that were sent. */
  get sent() {
    return this.provider.sent.toSorted()
  }

  /** The store goes away once a seller has been renewed, and is there again after `isBack()`. */
  failMidway() {
    const goAway = () => this.storage.failing.add('claimDue')
    for (const machine of this.machines) machine.once('renewed', goAway)
    return {
      isBack: () => {
        for (const machine of this.machines) machine.off('renewed', goAway)
        this.storage.failing.clear()
      },
    }
  }

  async close() {
    await this.world.close()
  }

  async #link(sellerId) {
    const [accessToken, refreshToken] = [`APP_USR-${sellerId}-1`, `TG-${sellerId}-1`]
    const tokens = this.world.tokens({ sellerId, accessToken, refreshToken })
    await this.machines[0].link(tokens, { owner: `shop-${sellerId}` })
  }
}
