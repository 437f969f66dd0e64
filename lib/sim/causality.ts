/** Who made what happen: walks back over `cause` edges. */
import type { EventId, Trace, TraceEvent } from './trace.ts'

/** The chain of causes of an event, itself last. */
export function causesOf(trace: Trace, id: EventId): TraceEvent[] {
  const chain: TraceEvent[] = []
  let e = trace[id]
  while (e) {
    chain.push(e)
    e = e.cause === undefined ? undefined : trace[e.cause]
  }
  return chain.reverse()
}
