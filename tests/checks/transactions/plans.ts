/** Hand-written and random transactions for the tests of the isolation checker. */
import { checkIsolation, history, type LevelName, type TransactionAccess } from '../../../lib/checks/index.ts'
import type { Json, Rng } from '../../../lib/sim/index.ts'
import { type Planned as Operation, traceOf } from '../histories.ts'

export interface Planned {
  readonly by: string
  readonly outcome: 'ok' | 'fail' | 'info'
  readonly accesses: readonly TransactionAccess[]
  /** Any numbers, all different: only their order matters. */
  readonly from: number
  readonly to: number
}

/** `'ax1 ry[2,3]'`: appends 1 to x, then reads y as [2, 3]. */
export const accesses = (text: string): TransactionAccess[] =>
  text.split(' ').map((part) => {
    const [, f, key, rest] = /^([ar])([a-z])(.*)$/.exec(part) as unknown as [string, string, string, string]
    return f === 'a' ? { f: 'append', key, value: Number(rest) } : { f: 'read', key, list: JSON.parse(rest) }
  })

/** Transactions that overlap, one client each. `!` in front: it failed; `?`: nobody knows. */
export const together = (...texts: string[]): Planned[] =>
  texts.map((text, i) => ({ ...parsed(text), by: `c${i}`, from: i, to: 100 + i }))

/** One after the other, by the clients named. */
export const inTurn = (...texts: (readonly [by: string, text: string])[]): Planned[] =>
  texts.map(([by, text], i) => ({ ...parsed(text), by, from: 2 * i, to: 2 * i + 1 }))

const outcomes = { '!': 'fail', '?': 'info' } as const
const parsed = (text: string): Pick<Planned, 'outcome' | 'accesses'> => {
  const mark = text[0] as '!' | '?'
  return { outcome: outcomes[mark] ?? 'ok', accesses: accesses(text.replace(/^[!?]/, '')) }
}

/** Through a trace, as exercises have it: the answer repeats the transaction with what its reads saw. */
export const check = (level: LevelName, plan: readonly Planned[]) => {
  const operations = plan.map(
    ({ by, outcome, accesses, from, to }): Operation => ({
      by,
      f: 'txn',
      in: accesses as unknown as Json,
      out: accesses as unknown as Json,
      outcome,
      from,
      to,
    }),
  )
  return checkIsolation(level, history(traceOf(operations)), { of: (o) => o.body.in })
}

export type Database = 'serial' | 'snapshot' | 'committed' | 'uncommitted'

/**
 * What a database of that kind does with random transactions, by interleaving their steps. Then possibly one read is
 * changed. With `observed`, everything is read at the end.
 */
export function random(
  r: Rng,
  database: Database,
  o: { transactions: number; observed: boolean; lie: boolean },
): Planned[] {
  const keys = ['x', 'y']
  let value = 0
  const wanted = Array.from({ length: o.transactions }, () =>
    Array.from({ length: r.int(1, 3) }, () => ({ key: r.pick(keys), append: r.chance(45) })),
  )
  const run = wanted.map((steps, i) => ({
    steps,
    by: `c${r.int(0, 2)}${i > 3 ? 'x' : ''}`,
    done: [] as TransactionAccess[],
    snapshot: undefined as Map<string, number[]> | undefined,
    from: -1,
    to: -1,
    aborted: false,
  }))
  const committed = new Map<string, number[]>(keys.map((k) => [k, []]))
  const live = new Map<string, number[]>(keys.map((k) => [k, []]))
  const copy = () => new Map([...committed].map(([k, list]) => [k, [...list]]))
  let now = 0
  const busy = new Set<string>()
  const open: (typeof run)[number][] = []
  const waiting = [...run]
  while (waiting.length > 0 || open.length > 0) {
    const next = waiting.findIndex((t) => !busy.has(t.by))
    const mayBegin = next >= 0 && (database !== 'serial' || open.length === 0)
    if (mayBegin && (open.length === 0 || r.chance(50))) {
      const [t] = waiting.splice(next, 1)
      t!.from = now++
      busy.add(t!.by)
      open.push(t!)
      continue
    }
    const t = r.pick(open)
    const step = t.steps[t.done.length]
    t.snapshot ??= copy()
    if (step !== undefined) {
      const own = t.done.flatMap((a) => (a.f === 'append' && a.key === step.key ? [a.value as number] : []))
      const base = database === 'uncommitted' ? live : database === 'committed' ? committed : t.snapshot
      if (step.append) {
        value++
        t.done.push({ f: 'append', key: step.key, value })
        if (database === 'uncommitted') live.get(step.key)!.push(value)
      } else {
        const list = database === 'uncommitted' ? [...base.get(step.key)!] : [...base.get(step.key)!, ...own]
        t.done.push({ f: 'read', key: step.key, list })
      }
      continue
    }
    t.to = now++
    open.splice(open.indexOf(t), 1)
    busy.delete(t.by)
    const appends = t.done.filter((a) => a.f === 'append')
    const moved = (key: string) => committed.get(key)!.length !== t.snapshot!.get(key)!.length
    t.aborted = r.chance(10) || (database === 'snapshot' && appends.some((a) => moved(a.key)))
    if (!t.aborted) for (const a of appends) committed.get(a.key)!.push(a.value as number)
  }
  const plan = run.map(({ by, done, from, to, aborted }): Planned => {
    // Nobody heard of some, whether they took effect or not.
    const outcome = r.chance(10) ? 'info' : aborted ? 'fail' : 'ok'
    return { by, outcome, accesses: done, from, to }
  })
  const final = database === 'uncommitted' ? live : committed
  if (o.observed) {
    const all = keys.map((key): TransactionAccess => ({ f: 'read', key, list: final.get(key)! }))
    plan.push({ by: 'reader', outcome: 'ok', accesses: all, from: now++, to: now++ })
  }
  return o.lie ? changed(r, plan) : plan
}

/** One read loses its last element, or gains one, or swaps two. */
function changed(r: Rng, plan: readonly Planned[]): Planned[] {
  const reads = plan.flatMap((t, i) =>
    t.accesses.flatMap((a, j) => (a.f === 'read' && t.outcome === 'ok' ? [{ i, j, a }] : [])),
  )
  if (reads.length === 0) return [...plan]
  const { i, j, a } = r.pick(reads)
  const appended = plan.flatMap((t) =>
    t.accesses.flatMap((b) => (b.f === 'append' && b.key === a.key ? [b.value] : [])),
  )
  const swapped = [...a.list.slice(0, -2), ...a.list.slice(-2).reverse()]
  const list = r.pick([
    a.list.slice(0, -1),
    appended.length > 0 ? [...a.list, r.pick(appended)] : [],
    swapped,
  ])
  return plan.map((t, n) =>
    n === i ? { ...t, accesses: t.accesses.map((b, m) => (m === j ? { ...a, list } : b)) } : t,
  )
}
