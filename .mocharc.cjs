module.exports = {
  spec: ['.cache/test/**/*.test.js'],
  // A laptop may lack Chromium or Redis and skips aloud; where both are installed nothing may be skipped.
  forbidPending: process.env.FORBID_SKIPS === '1',
}
