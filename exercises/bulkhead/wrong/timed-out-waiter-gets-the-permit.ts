// fails: capacity
// A waiter whose time is over is still handed the next permit, and never gives it back (Failsafe #393).
import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  slots: number
  queue: number
  maxWaitMs: Ms
}

export class FullError extends Error {}

interface Waiter {
  start(): void
  fail(error: unknown): void
}

export function bulkhead(env: Env, { slots, queue, maxWaitMs }: Opts) {
  const waiting: Waiter[] = []
  const line: Waiter[] = []
  let active = 0

  /** The next in line gets the permit as it is; one who has left meanwhile is thought to give it back. */
  function release() {
    const next = line.shift()
    if (next) next.start()
    else active -= 1
  }

  async function start<T>(task: () => Promise<T> | T): Promise<T> {
    try {
      return await task()
    } finally {
      release()
    }
  }

  async function run<T>(task: () => Promise<T> | T, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw signal.reason
    if (active < slots) {
      active += 1
      return start(task)
    }
    if (waiting.length >= queue) throw new FullError('full')
    return new Promise((resolve, reject) => {
      let timer: Timer | undefined
      const leave = () => {
        waiting.splice(waiting.indexOf(waiter), 1)
        timer?.cancel()
        signal?.removeEventListener('abort', aborted)
      }
      const aborted = () => {
        line.splice(line.indexOf(waiter), 1)
        waiter.fail(signal?.reason)
      }
      const waiter: Waiter = {
        start() {
          if (!waiting.includes(waiter)) return
          leave()
          resolve(start(task))
        },
        fail(error) {
          leave()
          reject(error)
        },
      }
      waiting.push(waiter)
      line.push(waiter)
      timer = env.after(maxWaitMs, () => waiter.fail(new FullError('waited too long')))
      signal?.addEventListener('abort', aborted)
    })
  }

  return { run, stats: () => ({ active, queued: waiting.length }) }
}
