import { setTimeout as delay } from 'node:timers/promises'
import type { Context, Middleware } from 'koa'
import type { NotedState } from '../request-log.ts'
import type { Fault, FaultEndpoint } from './fault.ts'
import type { FaultQueue } from './fault-queue.ts'
import { type FaultRefusal, faultRefusals } from './fault-refusal.ts'

/** Answers with a refusal in the shape of the endpoint's errors; it may throw its own error. */
type Refuse = (ctx: Context, refusal: FaultRefusal) => void

/**
 * Middleware in front of an endpoint that lets the next fault strike. Behind the body parser where
 * there is a body, so that it can tell one grant from another.
 */
export function strikeFaults(
  faults: FaultQueue,
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
        const { retryAfterSeconds } = fault
        if (retryAfterSeconds !== undefined) ctx.set('retry-after', String(retryAfterSeconds))
        return refuse(ctx, faultRefusals[fault.kind])
      }
    }
  }
}

/** Outermost middleware: cuts the connection of a request that gets no answer. */
export function cutConnections(): Middleware<NotedState> {
  return async function connectionCut(ctx, next) {
    await next()
    if (!ctx.state.isCut) return
    ctx.respond = false
    ctx.req.socket.resetAndDestroy()
  }
}

async function isStoppedDuring({ delayMs }: Fault, stopped: AbortSignal): Promise<boolean> {
  try {
    await delay(delayMs, undefined, { signal: stopped })
    return false
  } catch {
    return true
  }
}
