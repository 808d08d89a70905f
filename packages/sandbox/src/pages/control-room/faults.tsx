import type { VNode } from 'preact'
import { type Fault, type FaultEndpoint, faultEndpoints, kindsOf } from '../../faults/fault.ts'
import { Frame, type Visit } from './frame.tsx'
import { controlRoomWords } from './words.ts'

interface FaultsProps {
  visit: Visit
  pending: readonly Fault[]
}

const grants = ['authorization_code', 'refresh_token', 'client_credentials'] as const

/** Faults by click, and those that have yet to strike. */
export function FaultsPage({ visit, pending }: FaultsProps): VNode {
  const text = controlRoomWords[visit.language].faults
  return (
    <Frame visit={visit} section="faults" intro={text.intro}>
      <article id="pending" data-live aria-live="polite">
        <h2>{text.pending}</h2>
        <PendingFaults visit={visit} pending={pending} />
      </article>
      {faultEndpoints.map((endpoint) => (
        <EndpointFaults key={endpoint} visit={visit} endpoint={endpoint} />
      ))}
    </Frame>
  )
}

function PendingFaults({ visit, pending }: FaultsProps) {
  const text = controlRoomWords[visit.language].faults
  if (pending.length === 0) return <p class="aside">{text.nonePending}</p>
  return (
    <>
      <ul class="pending">
        {pending.map((fault, index) => (
          <li key={`${index}-${fault.kind}`} data-testid="pending">
            <strong>{text.endpoints[fault.endpoint].name}</strong>: {text.kinds[fault.kind]}{' '}
            <small>
              {text.times(fault.times)}
              {fault.grantType !== undefined && (
                <>
                  , <code>{fault.grantType}</code>
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
      <form method="post" action="/sandbox/faults/clear">
        <input type="hidden" name="lang" value={visit.language} />
        <button type="submit" class="secondary outline small">
          {text.clear}
        </button>
      </form>
    </>
  )
}

// Tokens are what most things go wrong with.
const openAtFirst: FaultEndpoint = 'token'

function EndpointFaults({ visit, endpoint }: { visit: Visit; endpoint: FaultEndpoint }) {
  const text = controlRoomWords[visit.language].faults
  const { name, meaning } = text.endpoints[endpoint]
  return (
    <details class="box" open={endpoint === openAtFirst}>
      <summary>
        <h2 id={`faults-${endpoint}`}>{name}</h2> <small>{meaning}</small>
      </summary>
      <form method="post" action="/sandbox/faults" aria-labelledby={`faults-${endpoint}`}>
        <input type="hidden" name="lang" value={visit.language} />
        <input type="hidden" name="endpoint" value={endpoint} />
        <div class="inline settings">
          <label>
            {text.howOften}
            <input type="number" name="times" min="1" step="1" value="1" required />
          </label>
          {endpoint === 'token' && (
            <label>
              {text.onlyFor}
              <select name="grant_type">
                <option value="">{text.anyGrant}</option>
                {grants.map((grant) => (
                  <option key={grant} value={grant}>
                    {text.grants[grant]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label>
            {text.delayMs}
            <input type="number" name="delay_ms" min="0" step="1" value="1000" required />
          </label>
        </div>
        <ul class="kinds">
          {kindsOf(endpoint).map((kind) => (
            <li key={kind}>
              <button type="submit" name="kind" value={kind} class="outline">
                {text.kinds[kind]} <code>{kind}</code>
              </button>
            </li>
          ))}
        </ul>
      </form>
    </details>
  )
}
