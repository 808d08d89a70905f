import { AsyncLocalStorage } from 'node:async_hooks'

/** Why a seller is renewed: a user pressed the button, or the renewal was due. */
export type Occasion = 'hand' | 'sweep'

/** Known to whatever is done within, so that an event can tell why it happened. */
export const occasions: AsyncLocalStorage<Occasion> = new AsyncLocalStorage<Occasion>()
