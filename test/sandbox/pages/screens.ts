import type { Page } from 'playwright-core'
import { findings } from './axe.ts'
import { keepScreenshot } from './screenshot.ts'

/** In CSS pixels. */
export const screens = {
  phone: { width: 360, height: 740 },
  desktop: { width: 1280, height: 800 },
}

/** A page begins on a phone. Without motion a colour changes at once. */
export const onPhone = {
  viewport: screens.phone,
  reducedMotion: 'reduce',
  colorScheme: 'light',
} as const

/**
 * What is wrong with an open page on a phone and on a desktop: what axe finds, what is cut off, and labels of a
 * drawing that lie on one another. Afterwards the page is on a phone again, by day.
 *
 * @param name - of the pictures that may be kept
 * @param byNight - Also looks at the dark colours. They are those of every language.
 */
export async function faultsOnScreens(
  page: Page,
  name: string,
  { byNight }: { byNight: boolean },
): Promise<string[]> {
  const faults: string[] = []
  for (const [device, size] of Object.entries(screens)) {
    await page.setViewportSize(size)
    const byDay = [...(await findings(page)), ...(await page.evaluate<string[]>(misplaced))]
    await keepScreenshot(page, `${name}-${device}`)
    faults.push(...byDay.map((fault) => `${device}: ${fault}`))
    if (!byNight) continue
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await findings(page, ['color-contrast'])
    await keepScreenshot(page, `${name}-${device}-dark`)
    faults.push(...dark.map((fault) => `${device}, by night: ${fault}`))
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await page.setViewportSize(screens.phone)
  return faults
}

// A text, because tests have no names of a browser.
const misplaced = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  const labels = [...document.querySelectorAll('svg text')]
  const boxes = labels.map((label) => label.getBoundingClientRect())
  const hidden = labels.filter((_, index) => boxes.some((box, other) => other !== index &&
    box.left < boxes[index].right && boxes[index].left < box.right &&
    box.top < boxes[index].bottom && boxes[index].top < box.bottom))
  return [
    ...(scrollWidth === clientWidth ? [] : ['wider than the window by ' + (scrollWidth - clientWidth)]),
    ...hidden.map((label) => 'a label on another: ' + label.textContent),
  ]
})()`
