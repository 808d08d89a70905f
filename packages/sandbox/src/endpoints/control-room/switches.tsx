import { SwitchesPage } from '../../pages/control-room/switches.tsx'
import { switchTable } from '../../switches/switch-table.ts'
import type { Switches, SwitchName } from '../../switches/switches.ts'
import type { RoomSection } from './room-section.tsx'

const names = Object.keys(switchTable) as SwitchName[]

/** `GET /sandbox/switches`, and its form. */
export function switchesSection(switches: Switches): RoomSection {
  return {
    section: 'switches',
    show: (visit) => <SwitchesPage visit={visit} switches={switches} />,
    forms: {
      '/sandbox/switches': (form) => {
        for (const name of names) {
          const [standard] = switchTable[name].values
          const value = form.text('defaults') === undefined ? form.text(name) : standard
          if (value !== undefined) Object.assign(switches, { [name]: value })
        }
      },
    },
  }
}
