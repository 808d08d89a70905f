import { writeFileSync } from 'node:fs'
import { auditPage, renderedAuditPage } from './audit-page.ts'
import { rowTitles } from './row-titles.ts'
import { renderedPage, securityPage } from './security-table.ts'

// pnpm docs:security: writes the tables of docs/security.md and docs/audit.md anew from the titles of the tests.

const titles = rowTitles()
writeFileSync(securityPage, renderedPage(titles))
writeFileSync(auditPage, renderedAuditPage(titles))
