import { join } from 'node:path'

/** Only for this repository, whose packages are linked from folders above. */
const root = join(import.meta.dirname, '../../../../../..')

export default { turbopack: { root }, outputFileTracingRoot: root }
