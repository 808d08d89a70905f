import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'

const script = fileURLToPath(import.meta.resolve('./side-effects.js'))

describe('the packages in a process', () => {
  it('J08: change nothing for others, and leave nothing open', async function () {
    this.timeout(60_000)
    // A process that does not end is ended, and then there is no output.
    const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 50_000 })
    const { looked, changed } = JSON.parse(stdout)
    expect(looked).to.be.above(500)
    expect(changed).to.deep.equal([])
  })
})
