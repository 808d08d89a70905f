import type { Duration } from '../../clock.ts'
import type { Control } from '../../control/control.ts'
import { ClockPage } from '../../pages/control-room/clock.tsx'
import { stepNames, steps } from '../../pages/control-room/step.ts'
import { oneOf, read } from '../../reading.ts'
import type { Form } from '../form.ts'
import type { RoomSection } from './room-section.tsx'

const units = ['minutes', 'hours', 'days'] as const

/** `GET /sandbox/clock`, and its buttons. */
export function clockSection({ clock }: Control): RoomSection {
  return {
    section: 'clock',
    show: (visit) => {
      const now = clock.now()
      return <ClockPage visit={visit} now={now} offsetMs={now.getTime() - Date.now()} />
    },
    forms: {
      '/sandbox/clock': (form) => clock.advance(durationOf(form)),
      '/sandbox/clock/reset': () => clock.reset(),
    },
  }
}

function durationOf(form: Form): Duration {
  const step = form.text('step')
  if (step !== undefined) return steps[read(oneOf(stepNames), step, 'step')]
  const unit = read(oneOf(units), form.text('unit'), 'unit')
  return { [unit]: form.number('amount') }
}
