import type { Command } from './command.ts'
import { authorizeUrl } from './commands/authorize-url.ts'
import { clientCredentials } from './commands/client-credentials.ts'
import { doctor } from './commands/doctor.ts'
import { exchange } from './commands/exchange.ts'
import { pkce } from './commands/pkce.ts'
import { refresh } from './commands/refresh.ts'
import { sellersList } from './commands/sellers-list.ts'
import { sellersRenew } from './commands/sellers-renew.ts'
import { sellersRewrap } from './commands/sellers-rewrap.ts'
import { sellersUnlink } from './commands/sellers-unlink.ts'
import { verifyLive } from './commands/verify-live.ts'
import { whoami } from './commands/whoami.ts'

/** Every command, in the order of the overview. */
export const commands: readonly Command[] = [
  pkce,
  authorizeUrl,
  exchange,
  refresh,
  clientCredentials,
  whoami,
  sellersList,
  sellersRenew,
  sellersUnlink,
  sellersRewrap,
  doctor,
  verifyLive,
]
