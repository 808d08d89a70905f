import type { Connections } from '../../grants/connections.ts'
import { SellersPage } from '../../pages/control-room/sellers.tsx'
import type { Seller } from '../../registry/seller.ts'
import type { RoomSection } from './room-section.tsx'

/** `GET /sandbox/sellers`, and its buttons. */
export function sellersSection(sellers: readonly Seller[], connections: Connections): RoomSection {
  return {
    section: 'sellers',
    show: (visit) => (
      <SellersPage visit={visit} sellers={sellers} connectionsOf={(id) => connections.of(id)} />
    ),
    forms: {
      '/sandbox/sellers/withdraw': (form) =>
        connections.withdraw(form.number('seller'), form.text('client_id') ?? ''),
    },
  }
}
