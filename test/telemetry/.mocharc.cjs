module.exports = {
  spec: ['*.test.js'],
  // A guard against hanging: promtool evaluates days of minutes.
  timeout: 120_000,
  // A laptop may lack promtool and skips aloud; where it is installed nothing may be skipped.
  forbidPending: process.env.FORBID_SKIPS === '1',
}
