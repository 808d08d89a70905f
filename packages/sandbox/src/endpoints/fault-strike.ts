import { setTimeout as delay } from 'node:timers/promises'
import type { Context, Middleware } from 'koa'
import type { Fault, FaultEndpoint, RefusalKind } from '../faults/fault.ts'
import type { FaultQueue } from '../faults/fault-queue.ts'
import { type FaultRefusal, faultRefusals } from '../faults/fault-refusal.ts'
import type { NotedState } from '../request-log.ts'
import type { Switches } from '../switches/switches.ts'

/** Sends a refusal in the format of the endpoint's errors; it may throw its own error. */
type Refuse = (ctx: Context, refusal: FaultRefusal) => void

/**
 * Middleware in front of an endpoint that lets the next fault strike. Behind the body parser where
 * there is a body, so that it can tell one grant from another.
 */
export function strikeFaults(
  faults: FaultQueue,
  switches: Switches,
  endpoint: FaultEndpoint,
  refuse: Refuse,
): Middleware<NotedState> {
  return async function faultStrike(ctx, next) {
    const fault = faults.take(endpoint, Object(ctx.request.body).grant_type)
    if (!fault) return next()
    ctx.state.notes.fault = fault.kind
    switch (fault.kind) {
      case 'slow':
        ctx.state.isCut = await isStoppedDuring(fault, faults.stopped)
        return ctx.state.isCut ? undefined : next()
      case 'reset_before':
        ctx.state.isCut = true
        return
      case 'reset_after':
        ctx.state.isCut = true
        return next()
      case 'malformed':
        ctx.status = 200
        ctx.type = endpoint === 'authorization' ? 'html' : 'json'
        ctx.body = endpoint === 'authorization' ? '<!doctype html><html><head><tit' : '{"id":'
        return
      default: {
        const seconds = retryAfterOf(fault, switches)
        if (seconds !== undefined) ctx.set('retry-after', String(seconds))
        const refusal = refusalOf(fault.kind, switches)
        if (fault.kind !== 'rate_limited' || switches.rateLimitBody !== 'text') {
          return refuse(ctx, refusal)
        }
        // What a proxy in front of an endpoint says, whatever the endpoint would say.
        ctx.state.notes.error = refusal.error
        ctx.status = refusal.status
        ctx.body = refusal.error
      }
    }
  }
}

/** Outermost middleware: cuts the connection of a request that gets no response. */
export function cutConnections(): Middleware<NotedState> {
  return async function connectionCut(ctx, next) {
    await next()
    if (!ctx.state.isCut) return
    ctx.respond = false
    ctx.req.socket.resetAndDestroy()
  }
}

function refusalOf(kind: RefusalKind, { rateLimitBody }: Switches): FaultRefusal {
  const refusal = faultRefusals[kind]
  const isNamedAnew = kind === 'rate_limited' && rateLimitBody === 'too_many_requests'
  return isNamedAnew ? { ...refusal, error: rateLimitBody } : refusal
}

function retryAfterOf(
  { kind, retryAfterSeconds }: Fault,
  { retryAfter }: Switches,
): number | undefined {
  const usual = kind === 'rate_limited' && retryAfter === 'present' ? 1 : undefined
  return retryAfterSeconds ?? usual
}

async function isStoppedDuring({ delayMs }: Fault, stopped: AbortSignal): Promise<boolean> {
  try {
    await delay(delayMs, undefined, { signal: stopped })
    return false
  } catch {
    return true
  }
}
