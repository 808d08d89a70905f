import type { VNode } from 'preact'

/** A stall of the fair: decoration. */
export function Stall(): VNode {
  const stripes = [0, 1, 2, 3, 4, 5, 6]
  return (
    <svg class="stall" viewBox="0 0 280 180" aria-hidden="true">
      <g class="poles">
        <rect x="34" y="52" width="6" height="118" />
        <rect x="240" y="52" width="6" height="118" />
      </g>
      <g class="cloth">
        {stripes.map((stripe) => (
          <path
            key={stripe}
            class={stripe % 2 === 0 ? 'color' : 'plain'}
            d={`M${42 + stripe * 28} 14h28L${57.5 + stripe * 33} 58a16 13 0 0 1 -33 0z`}
          />
        ))}
      </g>
      <rect class="counter" x="24" y="122" width="232" height="48" rx="4" />
      <g class="fruit">
        <circle class="tomato" cx="62" cy="112" r="11" />
        <circle class="tomato" cx="82" cy="112" r="11" />
        <circle class="tomato" cx="72" cy="96" r="11" />
        <circle class="lemon" cx="122" cy="112" r="11" />
        <circle class="lemon" cx="142" cy="112" r="11" />
        <circle class="lemon" cx="132" cy="96" r="11" />
        <circle class="lime" cx="184" cy="112" r="11" />
        <circle class="lime" cx="204" cy="112" r="11" />
        <circle class="lime" cx="194" cy="96" r="11" />
      </g>
      <g class="tags">
        <rect x="58" y="134" width="30" height="16" rx="3" />
        <rect x="117" y="134" width="30" height="16" rx="3" />
        <rect x="179" y="134" width="30" height="16" rx="3" />
      </g>
    </svg>
  )
}
