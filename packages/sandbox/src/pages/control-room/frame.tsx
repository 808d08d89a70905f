import type { ComponentChildren, VNode } from 'preact'
import { Layout } from '../layout.tsx'
import { type Language, words } from '../words.ts'
import { pathOf, type Section, sections } from './section.ts'
import { controlRoomWords } from './words.ts'

/** What every page of the control room is told. */
export interface Visit {
  language: Language
  /** What waits or differs in a section, to be seen from all others. */
  counts: Partial<Record<Section, number>>
  /** How the form that led here ended: well, or what is wrong with it. */
  outcome?: 'done' | { problem: string }
}

interface FrameProps {
  visit: Visit
  section: Section
  /** Default: that of the section. */
  title?: string
  /** Default: that of the section. */
  path?: string
  /** One sentence below the heading. */
  intro?: string
  children: ComponentChildren
}

/** A page of the control room: the sections, and how the last form ended. */
export function Frame({ visit, section, intro, children, ...props }: FrameProps): VNode {
  const { language, outcome } = visit
  const text = controlRoomWords[language]
  const { title = text.sections[section], path = pathOf(section) } = props
  return (
    <Layout
      language={language}
      title={`${title} · ${words[language].controlRoom}`}
      linkTo={(other) => `${path}?lang=${other}`}
      navigation={<Sections visit={visit} current={section} />}
    >
      <h1>{title}</h1>
      {intro !== undefined && <p class="intro">{intro}</p>}
      {outcome === 'done' && (
        <p class="notice" role="status" data-testid="done">
          {text.done}
        </p>
      )}
      {typeof outcome === 'object' && (
        <p class="notice problem" role="alert" data-testid="problem">
          {text.notDone} <span lang="en">{outcome.problem}</span>
        </p>
      )}
      {children}
    </Layout>
  )
}

function Sections({ visit, current }: { visit: Visit; current: Section }) {
  const { language, counts } = visit
  const text = controlRoomWords[language]
  return (
    <nav class="sections" aria-label={text.navigation}>
      <ul id="sections" data-live>
        {sections.map((section) => (
          <li key={section}>
            <a
              href={`${pathOf(section)}?lang=${language}`}
              {...(section === current && { 'aria-current': 'page' as const })}
            >
              {text.sections[section]}
              {(counts[section] ?? 0) > 0 && <span class="count">{counts[section]}</span>}
            </a>
          </li>
        ))}
      </ul>
      <p
        class="live"
        hidden
        data-connection
        data-live-text={text.live}
        data-lost-text={text.notLive}
      />
    </nav>
  )
}
