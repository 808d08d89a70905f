import type { FaultEndpoint, FaultKind } from '../../faults/fault.ts'
import { readFault } from '../../faults/fault.ts'
import type { FaultQueue } from '../../faults/fault-queue.ts'
import { FaultsPage } from '../../pages/control-room/faults.tsx'
import type { RoomSection } from './room-section.tsx'

/** `GET /sandbox/faults`, and its buttons. */
export function faultsSection(faults: FaultQueue): RoomSection {
  return {
    section: 'faults',
    show: (visit) => <FaultsPage visit={visit} pending={faults.pending} />,
    forms: {
      '/sandbox/faults': (form) => {
        const kind = form.text('kind') as FaultKind
        faults.add(
          readFault(form.text('endpoint') as FaultEndpoint, kind, {
            times: form.number('times'),
            grantType: form.text('grant_type'),
            ...(kind === 'slow' && { delayMs: form.number('delay_ms') }),
          }),
        )
      },
      '/sandbox/faults/clear': () => faults.clear(),
    },
  }
}
