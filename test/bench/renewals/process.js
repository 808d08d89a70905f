import pg from 'pg'
import { answerQuestions, settings } from '../answers.js'

// A process that renews the due sellers, in one of the two ways.

const pool = new pg.Pool({
  connectionString: settings.url,
  max: settings.width,
  // The same connections in every round: what they cost the server is read from their processes.
  idleTimeoutMillis: 0,
  application_name: settings.name,
})
const { sweeper } = await import(`./${settings.way}.js`)
const sweep = await sweeper({ ...settings, pool })

answerQuestions({
  async sweep() {
    const before = { cpu: process.cpuUsage(), atMs: performance.now() }
    const renewed = await sweep()
    const { user, system } = process.cpuUsage(before.cpu)
    return {
      renewed,
      cpuUs: user + system,
      seconds: (performance.now() - before.atMs) / 1000,
      peakMib: process.resourceUsage().maxRSS / 1024,
    }
  },
})
