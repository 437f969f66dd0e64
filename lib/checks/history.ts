/** The history of a run: what clients asked and what they were told. */
import type { EventId, Json, Ms, NodeId, Trace } from '../sim/index.ts'

/**
 * `ok`: it happened, `result` is the answer. `fail`: it definitely did not happen. `info`: nobody knows; it may take
 * effect at any time from its invocation on, or never.
 */
export type Outcome = 'ok' | 'fail' | 'info'

export interface Operation {
  readonly op: number
  readonly client: NodeId
  /** The node it was sent to. */
  readonly callee: NodeId | undefined
  readonly type: string
  // biome-ignore lint/suspicious/noExplicitAny: message bodies are the exercise's own types
  readonly body: any
  readonly invokeAt: Ms
  readonly invokeId: EventId
  /** Infinity for `info`: the operation may still be under way. */
  readonly endAt: Ms
  /** The ok, fail or info event; undefined when the run ended first (then the outcome is `info`). */
  readonly endId: EventId | undefined
  readonly outcome: Outcome
  /** The answer of an `ok`, the reason of a `fail`, undefined for an `info`. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are the exercise's own types
  readonly result: any
}

/**
 * The operations of a trace in order of invocation. A client that never heard back leaves an `info`.
 * `keep` filters afterwards, on whole operations.
 */
export function history(trace: Trace, keep?: (o: Operation) => boolean): Operation[] {
  const out: Operation[] = []
  const open = new Map<number, number>()
  for (const e of trace) {
    if (e.op === undefined) continue
    if (e.kind === 'invoke') {
      open.set(e.op, out.length)
      out.push({
        op: e.op,
        client: e.node,
        callee: e.peer,
        type: e.type ?? '',
        body: e.body ?? null,
        invokeAt: e.at,
        invokeId: e.id,
        endAt: Number.POSITIVE_INFINITY,
        endId: undefined,
        outcome: 'info',
        result: undefined,
      })
    } else if (e.kind === 'ok' || e.kind === 'fail' || e.kind === 'info') {
      const index = open.get(e.op)
      if (index === undefined)
        throw new Error(`Event ${e.id} ends operation ${e.op}, which is not under way.`)
      open.delete(e.op)
      const result: Json | undefined =
        e.kind === 'ok' ? (e.body ?? null) : e.kind === 'fail' ? (e.label ?? '') : undefined
      const endAt = e.kind === 'info' ? Number.POSITIVE_INFINITY : e.at
      out[index] = { ...(out[index] as Operation), endAt, endId: e.id, outcome: e.kind, result }
    }
  }
  return keep ? out.filter(keep) : out
}
