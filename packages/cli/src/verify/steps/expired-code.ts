import { sawNothing } from '../linked.ts'
import { seenIfKnown } from '../sighting.ts'
import type { Step } from '../step.ts'

/** A code lives for 10 minutes; one more for clocks that differ. */
const minutes = 11

/** Sends the code of `spare-code` when it has expired. */
export const expiredCode: Step = {
  name: 'expired-code',
  tells: ['expiredGrant'],
  async run({ service, person, clock }, { spareCode }) {
    if (spareCode === undefined) return sawNothing(this, 'There is no code that could expire.')
    const age = () => Math.floor((clock().getTime() - spareCode.at.getTime()) / 60_000)
    while (age() < minutes) {
      const isPatient = await person.says(
        `The kept code is ${age()} minutes old. Reply yes when it is ${minutes}, or no to skip this step.`,
      )
      if (!isPatient) return sawNothing(this, 'Nobody waited until the code had expired.')
    }
    const { tokens, error } = await service.exchange(spareCode.arrived)
    if (tokens !== undefined) return sawNothing(this, `A code of ${age()} minutes was ACCEPTED.`)
    const said = `A code of ${age()} minutes is refused (${error}).`
    return { said, sightings: [seenIfKnown('expiredGrant', error, said)] }
  },
}
