// fails: signal
// One controller for each target: after its first time-out every probe begins aborted.
import type { Env, Ms } from 'faultline'

export type State = 'unknown' | 'healthy' | 'unhealthy'

export interface Opts {
  intervalMs: Ms
  timeoutMs: Ms
  failureThreshold: number
  successThreshold: number
}

export interface HealthChecker {
  state(target: string): State
  candidates(): string[]
  stop(): void
}

interface Health {
  state: State
  /** Results in a row that speak against the state. */
  against: number
}

export function healthChecker(
  env: Env,
  targets: string[],
  probe: (target: string, signal: AbortSignal) => Promise<void>,
  o: Opts,
  onChange: (target: string, state: State) => void,
): HealthChecker {
  const health = new Map(targets.map((t): [string, Health] => [t, { state: 'unknown', against: 0 }]))
  /** How to end the probes that are under way. */
  const underWay = new Set<() => void>()
  const controllers = new Map<string, AbortController>()
  let stopped = false

  function check(target: string): void {
    const controller = controllers.get(target) ?? new AbortController()
    controllers.set(target, controller)
    const deadline = env.now() + o.timeoutMs
    const timer = env.after(o.timeoutMs, () => {
      underWay.delete(end)
      controller.abort()
      record(target, false)
    })
    const end = () => {
      timer.cancel()
      controller.abort()
    }
    underWay.add(end)
    const answered = (passed: boolean) => {
      if (stopped || env.now() >= deadline) return
      underWay.delete(end)
      timer.cancel()
      record(target, passed)
    }
    started(target, controller.signal).then(
      () => answered(true),
      () => answered(false),
    )
  }
  async function started(target: string, signal: AbortSignal): Promise<void> {
    return probe(target, signal)
  }

  function record(target: string, passed: boolean): void {
    const h = health.get(target) as Health
    const says: State = passed ? 'healthy' : 'unhealthy'
    h.against = says === h.state ? 0 : h.against + 1
    const enough = !passed ? o.failureThreshold : h.state === 'unknown' ? 1 : o.successThreshold
    if (h.against < enough) return
    h.state = says
    h.against = 0
    onChange(target, says)
  }

  const state = (target: string) => (health.get(target) as Health).state

  const round = () => {
    for (const t of targets) check(t)
  }
  const rounds = env.every(o.intervalMs, round)
  round()

  return {
    state,
    candidates() {
      const healthy = targets.filter((t) => state(t) === 'healthy')
      return healthy.length > 0 ? healthy : [...targets]
    },
    stop() {
      stopped = true
      rounds.cancel()
      for (const end of underWay) end()
    },
  }
}
