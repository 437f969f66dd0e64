// Style: no async functions: each run is a record with a state, and one function, pump, moves records from waiting to running
// whenever something has changed.
import type { Env, Ms, Timer } from 'faultline'

export interface Opts {
  slots: number
  queue: number
  maxWaitMs: Ms
}

export class FullError extends Error {}

interface Job {
  state: 'waiting' | 'running' | 'over'
  begin(): void
}

export function bulkhead(env: Env, { slots, queue, maxWaitMs }: Opts) {
  let jobs: Job[] = []
  const count = (state: Job['state']) => jobs.filter((j) => j.state === state).length

  function pump() {
    jobs = jobs.filter((j) => j.state !== 'over')
    for (const job of jobs) {
      if (job.state !== 'waiting') continue
      if (count('running') >= slots) return
      job.state = 'running'
      job.begin()
    }
  }

  function run<T>(task: () => Promise<T> | T, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (count('running') >= slots && count('waiting') >= queue)
      return Promise.reject(new FullError('no room'))

    return new Promise<T>((resolve, reject) => {
      let patience: Timer | undefined
      const finish = (deliver: () => void) => {
        job.state = 'over'
        pump()
        deliver()
      }
      const leave = (why: unknown) => {
        if (job.state !== 'waiting') return
        patience?.cancel()
        finish(() => reject(why))
      }
      const job: Job = {
        state: 'waiting',
        begin() {
          patience?.cancel()
          new Promise<T>((done) => done(task())).then(
            (value) => finish(() => resolve(value)),
            (error) => finish(() => reject(error)),
          )
        },
      }
      jobs.push(job)
      pump()
      if (job.state !== 'waiting') return
      patience = env.after(maxWaitMs, () => leave(new FullError('waited too long')))
      signal?.addEventListener('abort', () => leave(signal.reason))
    })
  }

  return { run, stats: () => ({ active: count('running'), queued: count('waiting') }) }
}
