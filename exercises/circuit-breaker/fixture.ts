/**
 * Runs beside your code: turns the suite's messages into calls of your breaker, and what your breaker calls into
 * messages to `service`. The suite judges by the marks that it leaves in the lane: `fn called`, `fn answered`
 * and `fire settled`, each with the number of the fire.
 */
import { fixture, Refused } from 'faultline/fixture'

/** What fn does for one `fire`. */
type Does =
  | { via: 'service'; takesMs: number; answer: string }
  | { via: 'value' }
  | { via: 'throw'; answer: string }
  | { via: 'never' }

interface Fire {
  n: number
  does: Does
}

export default fixture({ breaker: 'function', OpenError: 'function' }, (ctx, env, learner) => {
  let breaker: { fire(n: number, does: Does): Promise<number>; state(): string }
  const given = new Map<number, Does>()
  const thrown = new Map<number, unknown>()

  /** The function that the breaker guards. It gives back its first argument. */
  function fn(...args: [number, Does]): unknown {
    const [n, does] = args
    if (args.length !== 2 || does === undefined || given.get(n) !== does) {
      // Without the number of a fire: it is the call of none.
      ctx.trace('fn called', { with: args.map(typeOf) })
      throw new Error('fn was called with other arguments than those of a fire')
    }
    ctx.trace('fn called', { n })
    if (does.via === 'value') {
      ctx.trace('fn answered', { n, ok: true })
      return n
    }
    if (does.via === 'throw') throw failed(n, new Refused(does.answer))
    return ctx.rpc('service', 'call', { n, ...does }, { timeout: Number.POSITIVE_INFINITY }).then(
      () => {
        ctx.trace('fn answered', { n, ok: true })
        return n
      },
      (e) => {
        throw failed(n, e)
      },
    )
  }

  function failed(n: number, e: unknown): unknown {
    thrown.set(n, e)
    ctx.trace('fn answered', { n, ok: false, code: codeOf(e) })
    return e
  }

  /** Resolves to how the call ended, once it has. */
  function fire({ n, does }: Fire): Promise<string> {
    const settle = (as: string, got?: unknown) => {
      ctx.trace('fire settled', got === undefined ? { n, as } : { n, as, got })
      return as
    }
    let p: Promise<number>
    // Frozen: what fn does is for the suite to say.
    given.set(n, Object.freeze(does))
    try {
      p = breaker.fire(n, does)
    } catch (e) {
      return Promise.resolve(settle('threw', codeOf(e)))
    }
    if (!(p instanceof Promise)) return Promise.resolve(settle('not a promise'))
    return p.then(
      // Compared here: on its way to the suite [1], '1' and 1 would become alike.
      (v) => (v === n ? settle('value', String(v)) : settle('another value', `${typeOf(v)} ${String(v)}`)),
      (e) => {
        if (e instanceof learner.OpenError) return settle('OpenError')
        const own = thrown.has(n) && e === thrown.get(n)
        return settle(own ? 'error' : 'another error', codeOf(e))
      },
    )
  }

  ctx.on('create', ({ ignore, ...options }: { ignore?: string[] }) => {
    const isFailure = (e: unknown) => !ignore?.includes(codeOf(e))
    breaker = learner.breaker(env, fn, ignore ? { ...options, isFailure } : options)
  })
  ctx.on('fire', fire)
  /** Several calls in one turn of the event loop, as concurrent requests make them. */
  ctx.on('burst', (fires: Fire[]) => {
    for (const f of fires) void fire(f)
  })
  ctx.on('state()', () => {
    const said: unknown = breaker.state()
    const state = typeof said === 'string' ? said : `not a string but a ${typeof said}`
    ctx.view({ state })
    return state
  })
})

function codeOf(e: unknown): string {
  return e instanceof Refused ? e.reason : String((e as Error)?.message ?? e)
}

function typeOf(v: unknown): string {
  return v === null ? '' : Array.isArray(v) ? 'array' : typeof v
}
