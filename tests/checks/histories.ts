/** Hand-written and random histories for the checkers' tests, always as traces, so that extraction is tested too. */
import fc from 'fast-check'
import type { Mapping } from '../../lib/checks/index.ts'
import type { Json, Trace, TraceEvent } from '../../lib/sim/index.ts'

export interface Planned {
  readonly by: string
  readonly f: string
  readonly in: Json
  readonly out: Json
  /** `optional` is only for the oracle: it may be left out, but happens only with this answer. */
  readonly outcome: 'ok' | 'fail' | 'info' | 'open' | 'optional'
  readonly key?: string
  /** Any numbers: only their order matters. */
  readonly from: number
  readonly to: number
}

/** `open` operations have no end event; an `info` has one, which says nothing. */
export function traceOf(plan: readonly Planned[]): Trace {
  const moments = plan.flatMap((p, op) => [
    { when: p.from, op, end: false },
    ...(p.outcome === 'open' ? [] : [{ when: p.to, op, end: true }]),
  ])
  moments.sort((a, b) => a.when - b.when || a.op - b.op || Number(a.end) - Number(b.end))
  return moments.map(({ op, end }, id): TraceEvent => {
    const p = plan[op]!
    const at = { id, at: id, node: p.by, inc: 0, op }
    const body: Json = p.key === undefined ? { in: p.in } : { in: p.in, key: p.key }
    if (!end) return { ...at, kind: 'invoke', peer: 'n1', type: p.f, body }
    if (p.outcome === 'ok') return { ...at, kind: 'ok', body: p.out }
    return p.outcome === 'fail' ? { ...at, kind: 'fail', label: 'no' } : { ...at, kind: 'info' }
  })
}

/** Maps every operation of these traces one to one. */
export const mapping = (names: readonly string[]): Record<string, Mapping> =>
  Object.fromEntries(names.map((f) => [f, (o) => ({ f, in: o.body.in, out: o.result, key: o.body.key })]))

/**
 * 'c1 write 1' over columns 0-3 reads `['c1', 'write', 1, null, 0, 3]`; the last element may say info, fail or open.
 */
type Row = [
  by: string,
  f: string,
  input: Json,
  out: Json,
  from: number,
  to: number,
  outcome?: Planned['outcome'],
]
export const plan = (...rows: Row[]): Planned[] =>
  rows.map(([by, f, input, out, from, to, outcome = 'ok']) => ({ by, f, in: input, out, from, to, outcome }))

/** A sequential object, written independently of the checker's models: all it may answer, and become, in one step. */
export interface Spec {
  readonly init: Json
  /** Per operation: the inputs and answers that random histories draw from. */
  readonly calls: Readonly<Record<string, { readonly in: readonly Json[]; readonly out: readonly Json[] }>>
  readonly step: (
    state: Json,
    f: string,
    input: Json,
    by: string,
  ) => readonly (readonly [out: Json, next: Json])[]
  /** What an unanswered call may do, where that is not simply any of `step`. */
  readonly unanswered?: (state: Json, f: string, input: Json, by: string) => readonly Json[]
}

/** Moments as ranks: no two are equal, so that every reader of the plan sees the same order. */
function ranked(plan: readonly Planned[]): Planned[] {
  const moments = plan.flatMap((p, op) => [
    { when: p.from, op, end: 0 },
    { when: p.to, op, end: 1 },
  ])
  moments.sort((a, b) => a.when - b.when || a.op - b.op || a.end - b.end)
  const rank = (op: number, end: number) => moments.findIndex((m) => m.op === op && m.end === end)
  return plan.map((p, op) => ({ ...p, from: rank(op, 0), to: rank(op, 1) }))
}

const moment = fc.double({ min: 0, max: 1, noNaN: true })
/** Some histories nearly in sequence, some where everything overlaps. */
const lasts = fc.constantFrom(0.01, 0.1, 0.5)
const outcome = fc.oneof(
  { weight: 8, arbitrary: fc.constant('ok' as const) },
  { weight: 1, arbitrary: fc.constant('fail' as const) },
  { weight: 2, arbitrary: fc.constant('info' as const) },
  { weight: 1, arbitrary: fc.constant('open' as const) },
)

const call = (spec: Spec) =>
  fc.oneof(
    ...Object.entries(spec.calls).map(([f, may]) =>
      fc.record({ f: fc.constant(f), in: fc.constantFrom(...may.in), out: fc.constantFrom(...may.out) }),
    ),
  )

/** Answers drawn at random from a small domain: mostly bad histories, with many duplicate values. */
export const wild = (spec: Spec, max = 6): fc.Arbitrary<Planned[]> => intervals(call(spec), max)

const intervals = (
  call: fc.Arbitrary<{ f: string; in: Json; out: Json }>,
  max: number,
): fc.Arbitrary<Planned[]> =>
  fc
    .array(
      fc
        .record({ call, by: fc.constantFrom('c1', 'c2', 'c3'), outcome, from: moment, lasts })
        .map(({ call, lasts, ...rest }) => ({ ...call, ...rest, to: rest.from + lasts })),
      { minLength: 1, maxLength: max },
    )
    .map(ranked)

/** Answers taken from the object itself at a hidden instant within each interval, then possibly one of them changed. */
export const nearlyGood = (spec: Spec, max = 6): fc.Arbitrary<Planned[]> =>
  fc
    .tuple(
      wild(spec, max),
      fc.array(moment, { minLength: max, maxLength: max }),
      fc.array(fc.nat(), { minLength: max, maxLength: max }),
      fc.option(fc.tuple(fc.nat(), fc.nat())),
    )
    .map(([ops, points, choices, change]) => {
      const instant = (i: number) => ops[i]!.from + points[i]! * (ops[i]!.to - ops[i]!.from)
      const order = ops.map((_, i) => i).sort((a, b) => instant(a) - instant(b))
      const out = [...ops]
      let state = spec.init
      for (const i of order) {
        const op = ops[i]!
        if (op.outcome === 'fail' || (op.outcome !== 'ok' && choices[i]! % 2 === 0)) continue
        const may = spec.step(state, op.f, op.in, op.by)
        const [answer, next] = may[choices[i]! % may.length]!
        out[i] = { ...op, out: answer }
        state = next
      }
      if (change) {
        const [where, which] = change
        const op = out[where % out.length]!
        const answers = spec.calls[op.f]!.out
        out[where % out.length] = { ...op, out: answers[which % answers.length]! }
      }
      return out
    })

/** Operations whose inputs and answers are drawn freely. */
export const anyPlan = (
  calls: Record<string, { in?: fc.Arbitrary<Json>; out?: fc.Arbitrary<Json> }>,
  max: number,
): fc.Arbitrary<Planned[]> => {
  const call = fc.oneof(
    ...Object.entries(calls).map(([f, may]) =>
      fc.record({ f: fc.constant(f), in: may.in ?? fc.constant(null), out: may.out ?? fc.constant(null) }),
    ),
  )
  return intervals(call, max)
}
