/** Runs `apps/worker.js` in workerd, as Cloudflare does: bundled to one module. */
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

const { CLIENT_ID, CLIENT_SECRET, ORIGIN, SANDBOX } = process.env
const { outputFiles } = await build({
  entryPoints: ['apps/worker.js'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
new Miniflare({
  modules: true,
  script: outputFiles[0].text,
  host: '127.0.0.1',
  port: Number(new URL(ORIGIN).port),
  // `node:crypto`, `node:https`, `Buffer`, and the variables in `process.env`.
  compatibilityFlags: ['nodejs_compat'],
  compatibilityDate: '2025-09-01',
  bindings: { CLIENT_ID, CLIENT_SECRET, ORIGIN, SANDBOX },
})
