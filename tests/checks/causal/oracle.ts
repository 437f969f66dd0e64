/** Causal consistency by the definitions of Bouajjani et al. (POPL 2017), trying every causal order and every arbitration. */
import type { CausalVariant } from '../../../lib/checks/index.ts'
import type { Planned } from '../histories.ts'

type Order = readonly (readonly boolean[])[]

/** All strict partial orders of n things. */
function partialOrders(n: number): Order[] {
  if (n === 0) return [[]]
  const found: Order[] = []
  // The last thing comes after a down-closed set and before an up-closed one, with everything of the first before the second.
  for (const smaller of partialOrders(n - 1)) {
    for (let code = 0; code < 3 ** (n - 1); code++) {
      const place = Array.from({ length: n - 1 }, (_, i) => Math.floor(code / 3 ** i) % 3)
      const order = Array.from({ length: n }, (_, a) =>
        Array.from({ length: n }, (_, b) => {
          if (a === n - 1) return b !== n - 1 && place[b] === 2
          return b === n - 1 ? place[a] === 1 : smaller[a]![b]!
        }),
      )
      if (transitive(order)) found.push(order)
    }
  }
  return found
}

const transitive = (order: Order) =>
  order.every((row, a) => row.every((ab, b) => !ab || order[b]!.every((bc, c) => !bc || order[a]![c])))

const known = new Map<number, Order[]>()
const orders = (n: number): Order[] => {
  const made = known.get(n) ?? partialOrders(n)
  known.set(n, made)
  return made
}

const isRead = (p: Planned) => p.f === 'read'

/** What a read of the key sees at the end of these operations. */
const seen = (before: readonly Planned[], key: string) =>
  before.findLast((p) => !isRead(p) && p.key === key)?.in ?? null

export function causal(variant: CausalVariant, plan: readonly Planned[]): boolean {
  const unsure = plan.filter((p) => p.outcome !== 'ok' && p.outcome !== 'fail' && !isRead(p))
  const sure = plan.filter((p) => p.outcome === 'ok')
  // What nobody knows of happened or not.
  for (let code = 0; code < 2 ** unsure.length; code++) {
    const happened = plan.filter(
      (p) => sure.includes(p) || (unsure.indexOf(p) >= 0 && (code >> unsure.indexOf(p)) & 1),
    )
    if (someOrder(variant, happened)) return true
  }
  return false
}

const program = (a: Planned, b: Planned) => a.by === b.by && a.outcome === 'ok' && a.to < b.from
const wrote = (w: Planned, r: Planned) => !isRead(w) && isRead(r) && w.key === r.key && w.in === r.out

function someOrder(variant: CausalVariant, plan: readonly Planned[]): boolean {
  return orders(plan.length).some((order) => {
    const within = plan.every((a, i) => plan.every((b, j) => !program(a, b) || order[i]![j]))
    return within && holds(variant, plan, order)
  })
}

/**
 * The same for histories with too many orders to try them all: the least order will do, since leaving operations out of a
 * past only leaves less to explain, as long as what is read was written in it.
 */
export function causalByLeastOrder(variant: CausalVariant, plan: readonly Planned[]): boolean {
  let order: Order = plan.map((a) => plan.map((b) => program(a, b) || wrote(a, b)))
  while (!transitive(order))
    order = order.map((row, a) => row.map((ab, b) => ab || plan.some((_, k) => order[a]![k] && order[k]![b])))
  return plan.every((_, i) => !order[i]![i]) && holds(variant, plan, order)
}

function holds(variant: CausalVariant, plan: readonly Planned[], order: Order): boolean {
  const past = (i: number) => plan.flatMap((_, j) => (order[j]![i] ? [j] : []))
  // Whatever is read was written in its past.
  const caused = plan.every((r, i) => !isRead(r) || r.out === null || past(i).some((j) => wrote(plan[j]!, r)))
  if (!caused) return false
  if (variant === 'convergence') {
    const all = plan.map((_, i) => i)
    return linearizations(all, order).some((arbitration) =>
      all.every((i) => {
        const before = arbitration.filter((j) => order[j]![i])
        return right(plan, before, i)
      }),
    )
  }
  return plan.every((o, i) =>
    linearizations(past(i), order).some((before) =>
      [...before, i].every((j, at) => {
        const kept = j === i || (variant === 'memory' && program(plan[j]!, o))
        return !kept || right(plan, before.slice(0, at), j)
      }),
    ),
  )
}

const right = (plan: readonly Planned[], before: readonly number[], i: number): boolean =>
  !isRead(plan[i]!) ||
  seen(
    before.map((j) => plan[j]!),
    plan[i]!.key!,
  ) === plan[i]!.out

function linearizations(of: readonly number[], order: Order): number[][] {
  if (of.length === 0) return [[]]
  return of.flatMap((i) =>
    of.some((j) => order[j]![i])
      ? []
      : linearizations(
          of.filter((j) => j !== i),
          order,
        ).map((rest) => [i, ...rest]),
  )
}
