import { sawNothing, withoutCode } from '../linked.ts'
import type { Step } from '../step.ts'

/** Gets a code that nobody exchanges, so that it has expired when `expired-code` needs it. */
export const spareCode: Step = {
  name: 'spare-code',
  tells: [],
  async run({ browser, clock }) {
    const arrived = await browser.go()
    if (arrived.how !== 'code') return sawNothing(this, withoutCode(arrived))
    return {
      said: 'A code is kept until it has expired.',
      sightings: [],
      kept: { spareCode: { arrived, at: clock() } },
    }
  },
}
