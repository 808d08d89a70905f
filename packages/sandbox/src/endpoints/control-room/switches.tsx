import type { Control } from '../../control/control.ts'
import { SwitchesPage } from '../../pages/control-room/switches.tsx'
import { defaultPositions, setSwitches } from '../../switches/switches.ts'
import type { RoomSection } from './room-section.tsx'

/** `GET /sandbox/switches`, and its form. */
export function switchesSection({ switches }: Control): RoomSection {
  const standard = defaultPositions()
  return {
    section: 'switches',
    show: (visit) => <SwitchesPage visit={visit} switches={switches} />,
    forms: {
      '/sandbox/switches': (form) => {
        const isReset = form.text('defaults') !== undefined
        const sent = Object.keys(standard).flatMap((name) => {
          const value = form.text(name)
          return value === undefined ? [] : [[name, value]]
        })
        setSwitches(switches, isReset ? standard : Object.fromEntries(sent))
      },
    },
  }
}
