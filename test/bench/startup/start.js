/** A program of an app: imports the packages it is given, and prints what that took. */
const before = { ms: performance.now(), cpu: process.cpuUsage() }
for (const name of process.argv.slice(2)) await import(name)
const { user, system } = process.cpuUsage(before.cpu)
const ms = performance.now() - before.ms
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1_000 }))
