import { expect } from 'chai'
import nock from 'nock'

/** Puts nock between a suite and the network, and holds every test to the mocks it registered. */
export function withoutNetwork(): void {
  before(() => {
    nock.disableNetConnect()
  })
  afterEach(() => {
    const unused = nock.pendingMocks()
    nock.cleanAll()
    expect(unused).to.deep.equal([])
  })
  after(() => {
    nock.enableNetConnect()
  })
}

/** Keeps nock away from a suite that is about sockets; the import alone switches it on for all. */
export function withRealSockets(): void {
  before(() => {
    nock.restore()
  })
  after(() => {
    nock.activate()
  })
}
