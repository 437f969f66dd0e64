/**
 * Runs beside your code: makes scopes, runs tasks in them, and notes what it sees. The marks in the diagram are its own:
 * `scope made`, `run called`, `task called`, `task settled`, `aborted` (a scope's signal) and `run settled`.
 */
import { fixture, Refused } from 'faultline/fixture'

/** What a task does. */
type Does =
  /** Asks the service; `obeys`: gives the call up with the signal's reason once the scope's signal is aborted. */
  | { via: 'service'; takesMs: number; answer: string; obeys?: boolean }
  | { via: 'value' }
  | { via: 'throw'; answer: string }
  | { via: 'never' }
  /** First asks the service for `afterMs` (unless 0), then makes a child scope of `ms` and runs `does` in it. */
  | { via: 'child'; afterMs: number; scope: string; ms: number; n: number; does: Does }

interface Run {
  n: number
  scope: string
  does: Does
}

interface Scope {
  readonly signal: AbortSignal
  remaining(): number
  child(ms: number): Scope
  run<T>(task: (s: Scope) => Promise<T> | T): Promise<T>
}

export default fixture({ scope: 'function', TimeoutError: 'function' }, (ctx, env, learner) => {
  const scopes = new Map<string, Scope>()
  const given = new Map<number, unknown>()

  function made(name: string, ms: number, parent: string | undefined, make: () => Scope): Scope {
    ctx.trace('scope made', { scope: name, ms, ...(parent === undefined ? {} : { parent }) })
    const s = make()
    scopes.set(name, s)
    s.signal.addEventListener('abort', () => ctx.trace('aborted', { scope: name }))
    return s
  }

  function ask(n: number, takesMs: number, answer: string, signal?: AbortSignal): Promise<unknown> {
    const options = { timeout: Number.POSITIVE_INFINITY, ...(signal ? { signal } : {}) }
    return ctx.rpc('service', 'call', { n, takesMs, answer }, options)
  }

  async function work({ n, scope, does }: Run, s: Scope): Promise<number> {
    switch (does.via) {
      case 'service':
        await ask(n, does.takesMs, does.answer, does.obeys ? s.signal : undefined)
        return n
      case 'child': {
        if (does.afterMs > 0) await ask(n, does.afterMs, 'ok')
        const child = made(does.scope, does.ms, scope, () => s.child(does.ms))
        await run({ n: does.n, scope: does.scope, does: does.does }, child)
        return n
      }
      case 'never':
        await ask(n, -1, 'ok')
        return n
      default:
        throw new Error(`no task of this kind: ${does.via}`)
    }
  }

  function task(r: Run, s: Scope): Promise<number> | number {
    const { n, does } = r
    ctx.trace('task called', { n, own: s === scopes.get(r.scope) })
    if (does.via === 'value') {
      ctx.trace('task settled', { n, ok: true })
      return n
    }
    const failed = (e: unknown) => {
      given.set(n, e)
      ctx.trace('task settled', { n, ok: false, error: nameOf(e) })
      return e
    }
    if (does.via === 'throw') throw failed(new Refused(does.answer))
    return work(r, s).then(
      (v) => {
        ctx.trace('task settled', { n, ok: true })
        return v
      },
      (e) => {
        throw failed(e)
      },
    )
  }

  /** Resolves to how the run ended, once it has; rejects with what it rejected with. */
  function run(r: Run, s: Scope): Promise<number> {
    const { n } = r
    const settled = (as: string, got?: string) =>
      ctx.trace('run settled', { n, as, aborted: s.signal.aborted, ...(got === undefined ? {} : { got }) })
    ctx.trace('run called', { n, scope: r.scope })
    let p: Promise<number>
    try {
      p = s.run((own) => task(r, own))
    } catch (e) {
      settled('threw', nameOf(e))
      return Promise.reject(e)
    }
    if (!(p instanceof Promise)) {
      settled('not a promise', typeof p)
      return Promise.resolve(n)
    }
    return p.then(
      (v) => {
        if (v === n) settled('value')
        else settled('another value', String(v))
        return v
      },
      (e) => {
        const own = given.has(n) && e === given.get(n)
        if (e instanceof learner.TimeoutError) settled(own ? "the task's own TimeoutError" : 'TimeoutError')
        else settled(own ? "the task's error" : 'another error', nameOf(e))
        throw e
      },
    )
  }

  function scopeOf(name: string): Scope {
    const s = scopes.get(name)
    if (!s) throw new Error(`no scope '${name}' has been made`)
    return s
  }

  ctx.on('scope', ({ scope, ms, parent }: { scope: string; ms: number; parent?: string }) => {
    made(scope, ms, parent, () => (parent === undefined ? learner.scope(env, ms) : scopeOf(parent).child(ms)))
  })
  ctx.on('run', (r: Run) =>
    run(r, scopeOf(r.scope)).then(
      () => 'value',
      (e) => (e instanceof learner.TimeoutError ? 'TimeoutError' : nameOf(e)),
    ),
  )
  ctx.on('look', () => {
    const seen = [...scopes].map(([scope, s]) => ({
      scope,
      remaining: number(s.remaining()),
      aborted: s.signal.aborted === true,
    }))
    ctx.view(seen)
    return seen
  })
})

/** Anything else is told by its type, and fails as that. */
function number(x: unknown): number | string {
  return typeof x === 'number' ? x : typeof x
}

function nameOf(e: unknown): string {
  if (e instanceof Refused) return e.reason
  const { name, message } = (e ?? {}) as Error
  return String(name === 'Error' ? message : (name ?? e))
}
