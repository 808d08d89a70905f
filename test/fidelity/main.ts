import { writeFileSync } from 'node:fs'
import { fidelityPage, renderedPage } from './fidelity-page.ts'
import { testTitles } from './test-titles.ts'

// pnpm docs:fidelity: writes the tables of docs/fidelity.md anew from the rows and the tests that they name.

writeFileSync(fidelityPage, renderedPage(testTitles()))
