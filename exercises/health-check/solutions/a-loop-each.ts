// An async loop for each target: race the probe against the clock, take the result, sleep until the next instant of the schedule.
import type { Env, Ms, Timer } from 'faultline'

type State = 'unknown' | 'healthy' | 'unhealthy'

interface Opts {
  intervalMs: Ms
  timeoutMs: Ms
  failureThreshold: number
  successThreshold: number
}

type Verdict = 'passed' | 'failed' | 'stopped'

export function healthChecker(
  env: Env,
  targets: string[],
  probe: (t: string, s: AbortSignal) => Promise<void>,
  o: Opts,
  onChange: (t: string, s: State) => void,
) {
  const t0 = env.now()
  const states: Record<string, State> = Object.create(null)
  const timers = new Set<Timer>()
  const controllers = new Set<AbortController>()
  let on = true

  /** Like env.sleep, but stop() takes it back. */
  function sleep(ms: Ms): { promise: Promise<void>; cancel(): void } {
    let timer: Timer | undefined
    const promise = new Promise<void>((wake) => {
      timer = env.after(ms, () => {
        timers.delete(timer as Timer)
        wake()
      })
      timers.add(timer)
    })
    return {
      promise,
      cancel() {
        timers.delete(timer as Timer)
        timer?.cancel()
      },
    }
  }

  async function attempt(target: string): Promise<Verdict> {
    const startedAt = env.now()
    const controller = new AbortController()
    controllers.add(controller)
    const alarm = sleep(o.timeoutMs)
    const answer = (async (): Promise<Verdict> => {
      try {
        await probe(target, controller.signal)
        return 'passed'
      } catch {
        return 'failed'
      }
    })()
    const first = await Promise.race([answer, alarm.promise])
    alarm.cancel()
    controllers.delete(controller)
    if (!on) return 'stopped'
    if (first && env.now() < startedAt + o.timeoutMs) return first
    controller.abort()
    return 'failed'
  }

  async function watch(target: string): Promise<void> {
    let run = 0
    let last: Verdict | undefined
    for (let due = t0; on; ) {
      const verdict = await attempt(target)
      if (verdict === 'stopped') return
      run = verdict === last ? run + 1 : 1
      last = verdict
      const is = states[target]
      if (verdict === 'failed' && is !== 'unhealthy' && run >= o.failureThreshold) turn(target, 'unhealthy')
      if (verdict === 'passed' && is === 'unknown') turn(target, 'healthy')
      if (verdict === 'passed' && is === 'unhealthy' && run >= o.successThreshold) turn(target, 'healthy')
      if (!on) return
      while (due <= env.now()) due += o.intervalMs
      await sleep(due - env.now()).promise
      if (env.now() > due) due = t0 + Math.floor((env.now() - t0) / o.intervalMs) * o.intervalMs
    }
  }

  function turn(target: string, state: State) {
    states[target] = state
    onChange(target, state)
  }

  for (const target of targets) states[target] = 'unknown'
  for (const target of targets) void watch(target)

  return {
    state: (t: string): State => states[t] as State,
    candidates(): string[] {
      const up = targets.filter((t) => states[t] === 'healthy')
      return up.length === 0 ? Array.from(targets) : up
    },
    stop() {
      on = false
      for (const c of controllers) c.abort()
      for (const timer of timers) timer.cancel()
    },
  }
}
