import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  slots: number
  queue: number
  maxWaitMs: Ms
}

export class FullError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'FullError'
  }
}

interface Waiter {
  start(): void
  fail(error: unknown): void
}

/**
 * A slot is taken in one place, `start`, and given back in one place, when the task has settled. A waiter is in the queue
 * or it is not: whoever takes it out (a free slot, its time, its signal) decides what becomes of it, so nothing can happen twice.
 */
export function bulkhead(env: Env, { slots, queue, maxWaitMs }: Opts) {
  const waiting: Waiter[] = []
  let active = 0

  async function start<T>(task: () => Promise<T> | T): Promise<T> {
    active++
    try {
      return await task()
    } finally {
      active--
      waiting[0]?.start()
    }
  }

  async function run<T>(task: () => Promise<T> | T, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    if (active < slots) return start(task)
    if (waiting.length >= queue) throw new FullError('no slot and no place in the queue')
    return new Promise((resolve, reject) => {
      let timer: Timer | undefined
      const giveUp = () => waiter.fail(signal?.reason)
      const leave = () => {
        waiting.splice(waiting.indexOf(waiter), 1)
        timer?.cancel()
        signal?.removeEventListener('abort', giveUp)
      }
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
      timer = env.after(maxWaitMs, () => waiter.fail(new FullError(`no slot within ${maxWaitMs} ms`)))
      signal?.addEventListener('abort', giveUp)
    })
  }

  return { run, stats: () => ({ active, queued: waiting.length }) }
}
