/** A time server, truthful or lying, for clock synchronization. Source: RFC 5905, section 8 (the four timestamps). */
import type { Ms } from '../sim/index.ts'
import { type Role, type ServiceOptions, serve } from './service.ts'

export interface TimeServerOptions extends ServiceOptions {
  /** What it calls the start of the run. */
  readonly epochMs?: Ms
  /** Between receipt and answer, whole ms. */
  readonly turnaroundMs?: readonly [Ms, Ms]
  /** What it says instead of the true time: a constant offset, a ramp, anything. Truthful when absent. */
  readonly lie?: (trueMs: Ms) => Ms
}

/** Message: `query {}` -> {t2, t3}: its time at the receipt and at the sending of the answer. */
export function timeServer(o: TimeServerOptions = {}): Role {
  const { epochMs = 0, turnaroundMs = [0, 0], lie = (t: Ms) => t } = o
  return {
    serve(s) {
      const query = async (_: unknown, q: { draw(name: string, lo: number, hi: number): number }) => {
        const t2 = lie(epochMs + s.now)
        const ms = q.draw('turnaround', turnaroundMs[0], turnaroundMs[1])
        if (ms > 0) await s.sleep(ms)
        return { t2, t3: lie(epochMs + s.now) }
      }
      serve(s, { query }, o)
    },
  }
}
