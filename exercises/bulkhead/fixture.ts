/**
 * Runs beside your code: turns the suite's messages into calls of your bulkheads, and what their tasks do into messages to
 * `backend`. The suite judges by the marks that it leaves in the lane: `run called`, `task started`, `task settled`,
 * `run settled` and `aborted`, each with the number of the run.
 */
import { fixture, Refused } from 'faultline/fixture'

/** What the task of one run does. */
type Does =
  | { via: 'backend'; takesMs: number; answer: string }
  | { via: 'value' }
  | { via: 'throw'; answer: string }
  | { via: 'never' }

interface Run {
  /** Which bulkhead. */
  at: string
  n: number
  does: Does
  /** 'none': without a signal; 'aborted': with one that is aborted already. */
  signal: 'none' | 'live' | 'aborted'
  /** Called in the same turn of the event loop in which this run has settled. */
  next?: Run[]
}

interface Bulkhead {
  run(task: () => unknown, signal?: AbortSignal): Promise<unknown>
  stats(): { active: unknown; queued: unknown }
}

/** run did something else than give a promise. */
class Misfit extends Error {}

export default fixture({ bulkhead: 'function', FullError: 'function' }, (ctx, env, learner) => {
  const bulkheads = new Map<string, Bulkhead>()
  const controllers = new Map<number, AbortController>()
  const reasons = new Map<number, unknown>()
  const results = new Map<number, { value?: unknown; error?: unknown }>()

  function task({ n, does }: Run): unknown {
    ctx.trace('task started', { n })
    if (does.via === 'value') return succeeded(n)
    if (does.via === 'throw') throw failed(n, new Refused(does.answer))
    return ctx.rpc('backend', 'work', { n, ...does }, { timeout: Number.POSITIVE_INFINITY }).then(
      () => succeeded(n),
      (e) => {
        throw failed(n, e)
      },
    )
  }

  function succeeded(n: number): unknown {
    const value = { n }
    results.set(n, { value })
    ctx.trace('task settled', { n, as: 'value' })
    return value
  }

  function failed(n: number, error: unknown): unknown {
    results.set(n, { error })
    ctx.trace('task settled', { n, as: 'error' })
    return error
  }

  function run(r: Run): void {
    const { n } = r
    const settle = (as: string) => {
      ctx.trace('run settled', { n, as })
      for (const next of r.next ?? []) run(next)
    }
    ctx.trace('run called', { n, at: r.at, signal: r.signal })
    promised(r).then(
      (v) => settle(results.get(n)?.value === v && v !== undefined ? 'value' : 'another value'),
      (e) => {
        const own = results.get(n)
        if (e instanceof learner.FullError) settle('FullError')
        else if (e instanceof Misfit) settle(e.message)
        else if (own?.error !== undefined && own.error === e) settle('error')
        else if (reasons.has(n) && reasons.get(n) === e) settle('reason')
        else settle(`another error: ${messageOf(e)}`)
      },
    )
  }

  /** What run gives; a rejection with Misfit if that is no promise. */
  function promised(r: Run): Promise<unknown> {
    try {
      const p = (bulkheads.get(r.at) as Bulkhead).run(() => task(r), signalOf(r))
      return p instanceof Promise ? p : Promise.reject(new Misfit('not a promise'))
    } catch (e) {
      return Promise.reject(new Misfit(`threw ${messageOf(e)}`))
    }
  }

  function signalOf({ n, signal }: Run): AbortSignal | undefined {
    if (signal === 'none') return undefined
    const controller = new AbortController()
    controllers.set(n, controller)
    reasons.set(n, { why: `run ${n} is no longer wanted` })
    if (signal === 'aborted') controller.abort(reasons.get(n))
    return controller.signal
  }

  ctx.on('create', ({ at, ...options }) => {
    bulkheads.set(at, learner.bulkhead(env, options))
  })
  /** One run after the other, all in one turn of the event loop. */
  ctx.on('run', (runs: Run[]) => {
    for (const r of runs) run(r)
  })
  ctx.on('abort', (n: number) => {
    ctx.trace('aborted', { n })
    controllers.get(n)?.abort(reasons.get(n))
  })
  ctx.on('stats()', (at: string) => {
    const said = (bulkheads.get(at) as Bulkhead).stats()
    const stats = { active: numberOr(said?.active), queued: numberOr(said?.queued) }
    ctx.view({ at, ...stats })
    return stats
  })
})

function numberOr(x: unknown): number | string {
  return typeof x === 'number' ? x : `not a number but ${typeof x}`
}

function messageOf(e: unknown): string {
  return String((e as Error)?.message ?? e)
}
