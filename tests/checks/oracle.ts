/** Linearizability by trying every order: slow, plain, and written without looking at the checker. */
import type { Json } from '../../lib/sim/index.ts'
import type { Planned, Spec } from './histories.ts'

const text = (x: Json): string =>
  JSON.stringify(x, (_, v) =>
    v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort()) : v,
  )

const statesAfter = (spec: Spec, state: Json, op: Planned): readonly Json[] => {
  if (op.outcome !== 'ok' && op.outcome !== 'optional') {
    const may = spec.unanswered?.(state, op.f, op.in, op.by)
    return may ?? spec.step(state, op.f, op.in, op.by).map(([, next]) => next)
  }
  return spec
    .step(state, op.f, op.in, op.by)
    .flatMap(([out, next]) => (text(out) === text(op.out) ? [next] : []))
}

const end = (op: Planned): number => (op.outcome === 'ok' ? op.to : Number.POSITIVE_INFINITY)

/** Is there an order of all answered and some unanswered operations in which the object could have answered so? */
export function bruteForce(spec: Spec, history: readonly Planned[]): boolean {
  const go = (state: Json, remaining: readonly Planned[]): boolean => {
    if (remaining.every((op) => op.outcome !== 'ok')) return true
    return remaining.some((op) => {
      if (remaining.some((other) => other !== op && before(other, op))) return false
      const rest = remaining.filter((other) => other !== op)
      return statesAfter(spec, state, op).some((next) => go(next, rest))
    })
  }
  return go(
    spec.init,
    history.filter((op) => op.outcome !== 'fail'),
  )
}

/** Does this very order hold every answered operation, respect real time and explain every answer? */
export function explains(spec: Spec, history: readonly Planned[], order: readonly Planned[]): boolean {
  if (new Set(order).size !== order.length) return false
  if (history.some((op) => op.outcome === 'ok' && !order.includes(op))) return false
  if (order.some((op, i) => op.outcome === 'fail' || order.slice(i + 1).some((later) => before(later, op))))
    return false
  let states: readonly Json[] = [spec.init]
  for (const op of order) states = states.flatMap((state) => statesAfter(spec, state, op))
  return states.length > 0
}

/** Events at the same instant keep the order that `traceOf` gives them; the generators never draw equal instants on purpose. */
function before(a: Planned, b: Planned): boolean {
  return end(a) < b.from
}
