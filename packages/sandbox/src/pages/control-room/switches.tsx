import type { VNode } from 'preact'
import { type SwitchEntry, switchTable } from '../../switches/switch-table.ts'
import type { Switches, SwitchName } from '../../switches/switches.ts'
import { CodeText } from '../code-text.tsx'
import { Frame, type Visit } from './frame.tsx'
import { controlRoomWords } from './words.ts'

interface SwitchesProps {
  visit: Visit
  switches: Readonly<Switches>
}

const entries = Object.entries(switchTable) as [SwitchName, SwitchEntry][]
const subjects = [...new Set(entries.map(([, { about }]) => about))]

/** Every switch, with what each position does and which one is set. */
export function SwitchesPage({ visit, switches }: SwitchesProps): VNode {
  const { language } = visit
  const text = controlRoomWords[language].switches
  return (
    <Frame visit={visit} section="switches" intro={text.intro}>
      <form method="post" action="/sandbox/switches" class="switches">
        <input type="hidden" name="lang" value={language} />
        {subjects.map((about) => (
          <section key={about} aria-labelledby={`about-${about}`}>
            <h2 id={`about-${about}`}>{text.subjects[about]}</h2>
            {entries
              .filter(([, entry]) => entry.about === about)
              .map(([name, entry]) => (
                <SwitchRow key={name} visit={visit} name={name} entry={entry} at={switches[name]} />
              ))}
          </section>
        ))}
        <p class="actions">
          <button type="submit">{controlRoomWords[language].save}</button>
          <button type="submit" name="defaults" value="1" class="secondary outline">
            {text.backToDefaults}
          </button>
        </p>
      </form>
    </Frame>
  )
}

interface SwitchRowProps {
  visit: Visit
  name: SwitchName
  entry: SwitchEntry
  /** The position that is set. */
  at: string
}

function SwitchRow({ visit, name, entry, at }: SwitchRowProps) {
  const words = controlRoomWords[visit.language].switches
  const { title, positions } = words.textOf(name)
  const [standard] = entry.values
  return (
    <fieldset class={at === standard ? 'switch' : 'switch changed'}>
      <legend>
        <CodeText text={title} /> <code class="name">{name}</code>
      </legend>
      {entry.values.map((value) => (
        <label key={value}>
          <input type="radio" name={name} value={value} checked={value === at} />
          <span>
            <CodeText text={positions[value] ?? value} />{' '}
            <small>
              <code>{value}</code>
              {value === standard && ` (${words.isDefault})`}
            </small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
