import type { VNode } from 'preact'
import type { Overview } from '../operator/overview.ts'
import type { View } from './view.ts'

interface DueChartProps {
  view: View
  overview: Overview
}

const height = 120
const baseline = 150

/** When renewals fall due: a bar for those due now, and one for each ten days. */
export function DueChart({ view, overview }: DueChartProps): VNode {
  const { words, formats } = view
  const { dueNow, due } = overview
  const later = due.reduce((sum, { sellers }) => sum + sellers, 0)
  const bars = [dueNow, ...due.map(({ sellers }) => sellers)]
  const most = Math.max(1, ...bars)
  const step = 100 / bars.length
  const summary = words.operator.dueText({
    due: formats.count(dueNow),
    later: formats.count(later),
  })
  return (
    <svg class="due-chart" role="img" aria-label={summary} width="100%" height="178">
      <text x="0" y="12">
        {formats.count(most)}
      </text>
      <line class="grid-line" x1="0" x2="100%" y1={baseline - height} y2={baseline - height} />
      {bars.map((sellers, index) => {
        const length = Math.round((sellers / most) * height)
        return (
          <rect
            // Each bar stands for a fixed time.
            key={index === 0 ? 'now' : due[index - 1]?.from.getTime()}
            class={index === 0 ? 'now' : 'later'}
            x={`${percent(index * step + step * 0.1)}%`}
            y={baseline - length}
            width={`${percent(step * 0.8)}%`}
            height={length}
            data-testid="due-bar"
            data-sellers={sellers}
          />
        )
      })}
      <line class="base-line" x1="0" x2="100%" y1={baseline} y2={baseline} />
      {due.map(({ from }, index) =>
        index % 6 === 0 ? (
          <text key={from.getTime()} x={`${percent((index + 1) * step)}%`} y={baseline + 20}>
            {formats.shortDay(from)}
          </text>
        ) : null,
      )}
    </svg>
  )
}

/** The same numbers, to be read. */
export function DueTable({ view, overview }: DueChartProps): VNode {
  const { words, formats } = view
  const { operator } = words
  return (
    <section class="scroll" tabindex={0} aria-labelledby="due-title">
      <table data-testid="due-table">
        <thead>
          <tr>
            <th scope="col">{operator.from}</th>
            <th scope="col" class="number">
              {operator.sellers}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{operator.dueNow}</th>
            <td class="number">{formats.count(overview.dueNow)}</td>
          </tr>
          {overview.due.map(({ from, sellers }) => (
            <tr key={from.getTime()}>
              <th scope="row">{formats.day(from)}</th>
              <td class="number">{formats.count(sellers)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function percent(share: number): number {
  return Math.round(share * 100) / 100
}
