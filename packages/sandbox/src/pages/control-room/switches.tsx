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

/** Every switch, with what it means and where it stands. */
export function SwitchesPage({ visit, switches }: SwitchesProps): VNode {
  const { language } = visit
  const text = controlRoomWords[language].switches
  return (
    <Frame visit={visit} section="switches" intro={text.intro}>
      <form method="post" action="/sandbox/switches" class="switches">
        <input type="hidden" name="lang" value={language} />
        {subjects.map((about) => (
          <fieldset key={about}>
            <legend>{text.subjects[about]}</legend>
            {entries
              .filter(([, entry]) => entry.about === about)
              .map(([name, entry]) => (
                <SwitchRow key={name} visit={visit} name={name} entry={entry} at={switches[name]} />
              ))}
          </fieldset>
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
  /** Where it stands. */
  at: string
}

function SwitchRow({ visit, name, entry, at }: SwitchRowProps) {
  const text = controlRoomWords[visit.language].switches
  const [standard] = entry.values
  return (
    <div class={at === standard ? 'switch' : 'switch changed'}>
      <label for={name}>
        <code>{name}</code>
      </label>
      <p id={`${name}-meaning`}>
        <CodeText text={text.meaningOf(name)} />
      </p>
      <select id={name} name={name} aria-describedby={`${name}-meaning`}>
        {entry.values.map((value) => (
          <option key={value} value={value} selected={value === at}>
            {value === standard ? `${value} (${text.isDefault})` : value}
          </option>
        ))}
      </select>
    </div>
  )
}
