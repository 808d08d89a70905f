import { link } from './link.cjs'
import { modules } from './modules.mjs'

/* global test */
test('links a seller of the sandbox', () => link(modules), 60_000)
