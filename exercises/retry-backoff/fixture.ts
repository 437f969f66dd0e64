/**
 * Runs beside your code: makes a retrier, calls it with operations that ask the gateway, and notes what it sees. The marks
 * in the diagram are its own: `attempt`, `attempt ended` and `call settled`, each with the number of the call.
 */
import { fixture } from 'faultline/fixture'

/** How one attempt ends, `takesMs` after its start; 0 is at once, without asking the gateway. */
interface Ends {
  takesMs: number
  as: 'ok' | 'refused' | 'unknown' | 'fatal'
  retryAfter?: number
}

interface Call {
  n: number
  idempotent: boolean
  /** The first attempt, the second, …; the last one is repeated. */
  ends: Ends[]
}

interface Failure {
  kind: string
  retryAfter?: number
}

export default fixture({ retrier: 'function' }, (ctx, env, learner) => {
  let retry: (op: (attempt: number) => Promise<number>, o: { idempotent: boolean }) => Promise<number>

  async function attempt(c: Call, number: unknown, made: number): Promise<Failure | undefined> {
    const end = c.ends[Math.min(made, c.ends.length - 1)] as Ends
    ctx.trace('attempt', { n: c.n, number: typeof number === 'number' ? number : typeof number })
    if (end.takesMs > 0)
      await ctx.rpc(
        'gateway',
        'charge',
        { n: c.n, takesMs: end.takesMs },
        { timeout: Number.POSITIVE_INFINITY },
      )
    ctx.trace('attempt ended', { n: c.n, ...end })
    if (end.as === 'ok') return
    return end.retryAfter === undefined ? { kind: end.as } : { kind: end.as, retryAfter: end.retryAfter }
  }

  /** Resolves to how the call ended, once it has. */
  function call(c: Call): Promise<string> {
    let made = 0
    let last: Failure | undefined
    const op = (number: number) =>
      attempt(c, number, made++).then((failure) => {
        if (!failure) return c.n
        last = failure
        throw failure
      })
    const settled = (as: string) => {
      ctx.trace('call settled', { n: c.n, as })
      return as
    }
    return retry(op, { idempotent: c.idempotent }).then(
      (v) => settled(v === c.n ? 'value' : 'another value'),
      (e) => settled(last !== undefined && e === last ? 'the last failure' : `another error: ${told(e)}`),
    )
  }

  ctx.on('create', (policy: unknown) => {
    retry = learner.retrier(env, policy)
  })
  ctx.on('call', call)
  /** Several calls in one turn of the event loop, as concurrent requests make them. */
  ctx.on('burst', (calls: Call[]) => {
    for (const c of calls) void call(c)
  })
})

function told(e: unknown): string {
  const { kind, message } = (e ?? {}) as { kind?: unknown; message?: unknown }
  return String(kind ?? message ?? e)
}
