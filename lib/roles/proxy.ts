/** A node in front of another: forwards requests and one-way messages, counts them, and can be slow or full itself. */
import type { Ms, NodeId } from '../sim/index.ts'
import { NO_REPLY, Refusal } from '../suite/index.ts'
import type { Role } from './service.ts'

export interface ProxyCounts {
  readonly calls: number
  readonly oneWay: number
  /** Characters of the JSON of bodies, there and back. */
  readonly bytes: number
  readonly byType: Readonly<Record<string, number>>
  readonly inFlight: number
  readonly inFlightMax: number
  readonly timeouts: number
}

/**
 *   const front = proxy({ to: 'db' })
 *   sc.supply('front', front.serve)         // the learner calls 'front'; `from` at the db is the proxy
 *   front.counts.inFlightMax
 *
 * A request is answered with what `to` answers, refusals included; when `to` is silent for `timeoutMs`, so is the proxy.
 * Where no hop is wanted, `meter` counts from the trace.
 */
export function proxy(o: { to: NodeId; timeoutMs?: Ms }): Role & { readonly counts: ProxyCounts } {
  const byType: Record<string, number> = {}
  const counts = { calls: 0, oneWay: 0, bytes: 0, byType, inFlight: 0, inFlightMax: 0, timeouts: 0 }
  const weigh = (x: unknown) => {
    counts.bytes += JSON.stringify(x ?? null).length
  }
  return {
    counts,
    serve(s) {
      s.otherwise(async ({ type, body, call, event }) => {
        byType[type] = (byType[type] ?? 0) + 1
        weigh(body)
        if (!call) {
          counts.oneWay++
          s.send(o.to, type, body, event)
          return NO_REPLY
        }
        counts.calls++
        counts.inFlight++
        counts.inFlightMax = Math.max(counts.inFlightMax, counts.inFlight)
        const a = await s.call(o.to, type, body, { timeoutMs: o.timeoutMs ?? 60_000, cause: event })
        counts.inFlight--
        if (a.ok) {
          weigh(a.value)
          return a.value
        }
        if (a.error === 'Refused') throw new Refusal(a.reason)
        counts.timeouts++
        return NO_REPLY
      })
    },
  }
}
