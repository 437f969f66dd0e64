/**
 * Runs beside your code: makes the checker, plays its probes, and notes what it sees. The marks in the diagram are its own:
 * `checker made`, `probe started`, `probe settled`, `aborted` (a probe's signal), `changed` (onChange was called) and
 * `stopped`, and `healthChecker threw`. Probes are numbered as they start.
 */
import { fixture, Refused } from 'faultline/fixture'

/** What one probe of a target does. */
type Does =
  /** Asks the target, which answers after `takesMs`; `obeys`: gives up as soon as the signal is aborted. */
  | { via: 'target'; takesMs: number; answer: string; obeys?: boolean }
  | { via: 'value' }
  | { via: 'throw' }
  | { via: 'never' }

interface Made {
  /** What the probes of each target do, in order; the last one goes on. */
  plan: Record<string, Does[]>
  options: { intervalMs: number; timeoutMs: number; failureThreshold: number; successThreshold: number }
  /** Calls stop() from within onChange when it is told this: 'a unhealthy'. */
  stopOn?: string
}

interface Checker {
  state(target: string): unknown
  candidates(): unknown
  stop(): void
}

export default fixture({ healthChecker: 'function' }, (ctx, env, learner) => {
  let checker: Checker | undefined
  let targets: string[] = []
  let stopOn: string | undefined
  let stopDue = false
  let probes = 0

  async function ask(target: string, n: number, does: Does, signal: AbortSignal): Promise<void> {
    if (does.via === 'throw') throw new Refused('503')
    if (does.via === 'value') return
    const body = does.via === 'never' ? { n } : { n, takesMs: does.takesMs, answer: does.answer }
    const obeys = does.via === 'target' && does.obeys === true
    const timeout = Number.POSITIVE_INFINITY
    await ctx.rpc(target, 'health', body, obeys ? { timeout, signal } : { timeout })
  }

  function probe(plan: Does[], count: number, target: string, signal: AbortSignal): Promise<void> {
    const n = ++probes
    ctx.trace('probe started', { n, target })
    signal.addEventListener('abort', () => ctx.trace('aborted', { n }))
    const does = plan[Math.min(count, plan.length - 1)] ?? { via: 'never' }
    const settled = (ok: boolean) => ctx.trace('probe settled', { n, ok })
    if (does.via === 'throw') {
      settled(false)
      throw new Refused('503')
    }
    return ask(target, n, does, signal).then(
      () => settled(true),
      (e) => {
        settled(false)
        throw e
      },
    )
  }

  function seen(): { states: Record<string, string>; candidates: unknown } {
    const states = Object.fromEntries(targets.map((t) => [t, String(checker?.state(t))]))
    const candidates = checker?.candidates()
    return { states, candidates: Array.isArray(candidates) ? candidates.map(String) : typeof candidates }
  }

  ctx.on('make', ({ plan, options, stopOn: last }: Made) => {
    targets = Object.keys(plan)
    stopOn = last
    const counts: Record<string, number> = {}
    ctx.trace('checker made', { targets, ...options })
    try {
      checker = learner.healthChecker(
        env,
        [...targets],
        (t: string, signal: AbortSignal) => {
          const target = String(t)
          const count = counts[target] ?? 0
          counts[target] = count + 1
          return probe(plan[target] ?? [], count, target, signal)
        },
        options,
        (t: string, state: string) => {
          const target = String(t)
          // Before the function above has returned there is nothing to ask.
          const now = checker ? { now: String(checker.state(target)) } : {}
          ctx.trace('changed', { target, state: String(state), ...now })
          if (`${target} ${state}` === stopOn) stop()
        },
      )
      if (stopDue) stop()
    } catch (e) {
      ctx.trace('healthChecker threw', { error: String((e as Error)?.message ?? e) })
    }
  })

  /** If onChange comes before healthChecker has returned, stop() is called as soon as it has. */
  function stop(): void {
    stopDue = checker === undefined
    if (!checker) return
    ctx.trace('stopped')
    checker.stop()
  }

  ctx.on('stop', stop)
  ctx.on('look', () => {
    const all = seen()
    ctx.view(all)
    return all
  })
})
