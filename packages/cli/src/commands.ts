import type { Command } from './command.ts'
import { pkce } from './commands/pkce.ts'

/** Every command, in the order of the overview. */
export const commands: readonly Command[] = [pkce]
