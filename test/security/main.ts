import { writeFileSync } from 'node:fs'
import { rowTitles } from './row-titles.ts'
import { renderedPage, securityPage } from './security-table.ts'

// pnpm docs:security: writes the table of docs/security.md anew from the titles of the tests.

writeFileSync(securityPage, renderedPage(rowTitles()))
