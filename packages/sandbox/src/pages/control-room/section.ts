/** The parts of the control room, in their order. */
export const sections = [
  'activity',
  'clock',
  'faults',
  'applications',
  'sellers',
  'switches',
  'notifications',
] as const

export type Section = (typeof sections)[number]

/** Where a section is. */
export function pathOf(section: Section): string {
  return section === 'activity' ? '/sandbox' : `/sandbox/${section}`
}
