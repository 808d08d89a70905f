import type { Control } from '../../control/control.ts'
import type { FaultEndpoint, FaultKind } from '../../faults/fault.ts'
import { FaultsPage } from '../../pages/control-room/faults.tsx'
import type { RoomSection } from './room-section.tsx'

/** `GET /sandbox/faults`, and its buttons. */
export function faultsSection(control: Control): RoomSection {
  return {
    section: 'faults',
    show: (visit) => <FaultsPage visit={visit} pending={control.faults} />,
    forms: {
      '/sandbox/faults': (form) => {
        // fail() checks what they are.
        const endpoint = form.text('endpoint') as FaultEndpoint
        const kind = form.text('kind') as FaultKind
        control.fail(endpoint, kind, {
          times: form.number('times'),
          grantType: form.text('grant_type'),
          ...(kind === 'slow' && { delayMs: form.number('delay_ms') }),
        })
      },
      '/sandbox/faults/clear': () => control.clearFaults(),
    },
  }
}
