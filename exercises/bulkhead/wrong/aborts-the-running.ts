// fails: abort
// Rejects the run of a task that is under way, though its slot is taken and its result will come.
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
  let active = 0

  function release() {
    active -= 1
    waiting[0]?.start()
  }

  async function start<T>(task: () => Promise<T> | T): Promise<T> {
    active += 1
    try {
      return await task()
    } finally {
      release()
    }
  }

  async function run<T>(task: () => Promise<T> | T, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw signal.reason
    if (active < slots)
      return new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason))
        start(task).then(resolve, reject)
      })
    if (waiting.length >= queue) throw new FullError('full')
    return new Promise((resolve, reject) => {
      let timer: Timer | undefined
      const leave = () => {
        waiting.splice(waiting.indexOf(waiter), 1)
        timer?.cancel()
        signal?.removeEventListener('abort', aborted)
      }
      const aborted = () => waiter.fail(signal?.reason)
      const waiter: Waiter = {
        start() {
          leave()
          resolve(start(task))
        },
        fail(error) {
          leave()
          reject(error)
        },
      }
      waiting.push(waiter)
      timer = env.after(maxWaitMs, () => waiter.fail(new FullError('waited too long')))
      signal?.addEventListener('abort', aborted)
    })
  }

  return { run, stats: () => ({ active, queued: waiting.length }) }
}
