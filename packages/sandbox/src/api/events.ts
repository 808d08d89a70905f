import type { Context } from 'koa'
import type { Control } from '../control/control.ts'

// Who does not read loses the connection, and comes back.
const mostUnreadBytes = 1_000_000

/** Answers with server-sent events: one JSON object each, with a `type`, as things happen. */
export function sendEvents(ctx: Context, control: Pick<Control, 'listen'>): void {
  const { res: response } = ctx
  // Without Koa, to which it would be an error that the reader goes away.
  ctx.respond = false
  ctx.status = 200
  ctx.type = 'text/event-stream; charset=utf-8'
  // So that the response begins now, and not with the first event.
  response.write('retry: 1000\n\n')
  const stopListening = control.listen((event) => {
    response.write(`data: ${JSON.stringify(event)}\n\n`)
    if (response.writableLength > mostUnreadBytes) response.destroy()
  })
  response.once('close', stopListening)
}
