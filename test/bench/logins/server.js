import { answerQuestions, settings } from '../answers.js'

// The server of one contender, and what it has used.

const { start } = await import(`../contenders/${settings.contender}.js`)
await start(settings)

answerQuestions({
  usage() {
    const { user, system } = process.cpuUsage()
    return { cpuMs: (user + system) / 1000, peakMib: process.resourceUsage().maxRSS / 1024 }
  },
  heapMib() {
    globalThis.gc()
    return process.memoryUsage().heapUsed / 2 ** 20
  },
})
