import type { VNode } from 'preact'
import { longDuration } from '../words.ts'
import { Frame, type Visit } from './frame.tsx'
import { Moment } from './moment.tsx'
import { stepNames } from './step.ts'
import { controlRoomWords } from './words.ts'

interface ClockProps {
  visit: Visit
  now: Date
  /** How far the clock is from real time, in milliseconds. */
  offsetMs: number
}

const units = ['minutes', 'hours', 'days'] as const

// Less than this is what it takes to show the page.
const noticeableMs = 60_000

/** The clock, and ways to move it. */
export function ClockPage({ visit, now, offsetMs }: ClockProps): VNode {
  const { language } = visit
  const text = controlRoomWords[language].clock
  return (
    <Frame visit={visit} section="clock" intro={text.intro}>
      <article id="now" data-live aria-live="polite">
        <h2>{text.now}</h2>
        <p class="now">
          <Moment at={now} language={language} />
        </p>
        <p class="aside">
          {offsetMs < noticeableMs && offsetMs > -noticeableMs && text.real}
          {offsetMs >= noticeableMs && text.ahead(longDuration(offsetMs, language))}
          {offsetMs <= -noticeableMs && text.behind(longDuration(-offsetMs, language))}
        </p>
      </article>
      <h2 id="forward">{text.forward}</h2>
      <form method="post" action="/sandbox/clock" class="steps" aria-labelledby="forward">
        <input type="hidden" name="lang" value={language} />
        {stepNames.map((step) => (
          <div key={step} class="step">
            <button
              type="submit"
              name="step"
              value={step}
              class="outline"
              aria-describedby={`effect-${step}`}
            >
              {text.steps[step].label}
            </button>
            <p id={`effect-${step}`}>{text.steps[step].effect}</p>
          </div>
        ))}
      </form>
      <h2 id="other">{text.other}</h2>
      <form method="post" action="/sandbox/clock" class="inline" aria-labelledby="other">
        <input type="hidden" name="lang" value={language} />
        <label>
          {text.amount}
          <input type="number" name="amount" min="1" step="1" required inputMode="numeric" />
        </label>
        <label>
          {text.unit}
          <select name="unit">
            {units.map((unit) => (
              <option key={unit} value={unit} selected={unit === 'days'}>
                {text.units[unit]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{text.advance}</button>
      </form>
      <h2 id="reset">{text.reset}</h2>
      <form method="post" action="/sandbox/clock/reset" class="step" aria-labelledby="reset">
        <input type="hidden" name="lang" value={language} />
        <button type="submit" class="outline" aria-describedby="effect-reset">
          {text.resetNow}
        </button>
        <p id="effect-reset">{text.resetEffect}</p>
      </form>
    </Frame>
  )
}
