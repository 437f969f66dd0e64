/** An `env` without a simulator around it, for running a solution beside a library on one clock. */
import type { Env } from 'faultline'

export function virtualEnv(random: () => number = () => 0.5) {
  let now = 0
  let seq = 0
  let queue: { at: number; seq: number; f: () => void }[] = []

  const after = (ms: number, f: () => void) => {
    const item = { at: now + Math.max(0, ms), seq: seq++, f }
    queue.push(item)
    return {
      cancel() {
        queue = queue.filter((other) => other !== item)
      },
    }
  }
  const env: Env = {
    now: () => now,
    wall: () => now,
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve as () => void)),
    after,
    every: () => {
      throw new Error('no solution that is compared needs every()')
    },
    random,
    trace: () => {},
  }
  /** Fires every timer in order, with all promise callbacks between two of them. */
  async function runAll(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      const next = queue.sort((a, b) => a.at - b.at || a.seq - b.seq).shift()
      if (!next) return
      now = next.at
      next.f()
    }
  }
  return { env, runAll, pending: () => queue.length }
}
