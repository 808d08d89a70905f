import type { Control } from '../../control/control.ts'
import { namesOf } from '../../pages/control-room/names.ts'
import { SellersPage } from '../../pages/control-room/sellers.tsx'
import type { RoomSection } from './room-section.tsx'

/** `GET /sandbox/sellers`, and its buttons. */
export function sellersSection(control: Control): RoomSection {
  return {
    section: 'sellers',
    show: (visit) => {
      const state = control.state()
      const { sellers, connections } = state
      return (
        <SellersPage
          visit={visit}
          sellers={sellers}
          connections={connections}
          names={namesOf(state)}
        />
      )
    },
    forms: {
      // No name is not all of them here: that is no button.
      '/sandbox/sellers/withdraw': (form) =>
        control.withdraw(form.text('seller') ?? '', form.text('client_id') ?? ''),
    },
  }
}
