/** What a run cost, for `sc.cost`. */
import type { Trace, TraceEvent } from '../sim/index.ts'

/** Messages sent over the network, or those that `count` keeps (e.g. only those between replicas). */
export function messages(
  w: { readonly trace: Trace },
  count: (e: TraceEvent) => boolean = () => true,
): number {
  return w.trace.filter((e) => e.kind === 'send' && e.node !== e.peer && count(e)).length
}

/** `total` per answered operation of the given types (all types unless told); a run without any costs `total`. */
export function perOperation(w: { readonly trace: Trace }, total: number, types?: readonly string[]): number {
  const answered = w.trace.filter((e) => e.kind === 'ok' && (types?.includes(e.type ?? '') ?? true)).length
  return total / Math.max(1, answered)
}
