// Style: a state machine whose clock is `env.after`. Each state is a closure with its own handlers; leaving a state
// cancels its timer, so that nothing of it can act later.
import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  window: number
  minCalls: number
  failurePct: number
  openMs: Ms
  probeMs: Ms
  isFailure?: (e: unknown) => boolean
}

export class OpenError extends Error {
  override name = 'OpenError'
}

interface State {
  readonly name: 'closed' | 'open' | 'half-open'
  /** Whether a call may start now. */
  admit(): boolean
  /** A call that this state admitted has ended, and the state still holds. */
  ended(failure: boolean): void
  leave(): void
}

export function breaker<A extends unknown[], R>(env: Env, fn: (...a: A) => Promise<R>, o: Opts) {
  const { isFailure = () => true } = o
  let now = closed()

  function enter(next: State) {
    now.leave()
    now = next
  }

  function closed(): State {
    const recent: boolean[] = []
    return {
      name: 'closed',
      admit: () => true,
      ended(failure) {
        recent.push(failure)
        recent.splice(0, recent.length - o.window)
        const failures = recent.filter((f) => f).length
        if (recent.length >= o.minCalls && failures * 100 >= o.failurePct * recent.length) enter(open())
      },
      leave() {},
    }
  }

  function open(): State {
    const wait = env.after(o.openMs, () => enter(halfOpen()))
    return { name: 'open', admit: () => false, ended() {}, leave: () => wait.cancel() }
  }

  function halfOpen(): State {
    let deadline: Timer | undefined
    return {
      name: 'half-open',
      admit() {
        if (deadline) return false
        deadline = env.after(o.probeMs, () => enter(open()))
        return true
      },
      ended: (failure) => enter(failure ? open() : closed()),
      leave: () => deadline?.cancel(),
    }
  }

  return {
    state: () => now.name,
    fire(...a: A): Promise<R> {
      const admittedBy = now
      if (!admittedBy.admit()) return Promise.reject(new OpenError('open'))
      const report = (failure: boolean) => {
        if (now === admittedBy) now.ended(failure)
      }
      return new Promise<R>((resolve) => resolve(fn(...a))).then(
        (value) => {
          report(false)
          return value
        },
        (error) => {
          report(isFailure(error))
          throw error
        },
      )
    },
  }
}
