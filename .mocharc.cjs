module.exports = {
  spec: ['.cache/test/**/*.test.js'],
  // A guard against hanging, generous because machines may be busy; no test waits for time.
  timeout: 20_000,
  // A laptop may lack Chromium or Redis and skips aloud; where both are installed nothing may be skipped.
  forbidPending: process.env.FORBID_SKIPS === '1',
}
