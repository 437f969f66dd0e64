/** Checker speed: milliseconds to judge good histories of 50 to 10,000 operations, and one bad one with its explanation. */
import {
  type Call,
  checkIsolation,
  checkLinearizable,
  kv,
  type Model,
  type Operation,
  register,
  type TransactionAccess,
} from '../../lib/checks/index.ts'
import { type Json, type Rng, rng } from '../../lib/sim/index.ts'
import { median, round } from './stats.ts'

const SIZES = [50, 200, 1_000, 10_000] as const
const CLIENTS = 10

/** Rows of the report: median ms by number of operations. */
export function benchChecks(rounds: number) {
  const rows = Object.entries(SUBJECTS).map(([name, subject]) => {
    const runs = SIZES.map((size) => ({
      size,
      run: subject(rng(`bench/${name}/${size}`), size),
      ms: [] as number[],
    }))
    return { name, runs }
  })
  // The first rounds warm up; the rest is interleaved, so that a slow moment of the machine hits all alike.
  for (let i = -2; i < rounds; i++)
    for (const { runs } of rows)
      for (const { run, ms } of runs) {
        const before = performance.now()
        run()
        if (i >= 0) ms.push(performance.now() - before)
      }
  return rows.map(({ name, runs }) => ({
    name,
    ms: Object.fromEntries(runs.map(({ size, ms }) => [size, round(median(ms), 2)])),
  }))
}

type Subject = (r: Rng, operations: number) => () => void

const SUBJECTS: Readonly<Record<string, Subject>> = {
  register: (r, n) => linearizable(register(), stored(r, n, 1), true),
  'key-value, 8 keys': (r, n) => linearizable(kv(), stored(r, n, 8), true),
  'key-value, 8 keys, a stale read': (r, n) => linearizable(kv(), withStaleRead(stored(r, n, 8)), false),
  'list-append, serializable': (r, n) => {
    const operations = transactions(r, n)
    return () => expect(checkIsolation('serializable', operations, { of: (o) => o.body }).ok, true)
  },
  'list-append, strict-serializable': (r, n) => {
    const operations = transactions(r, n)
    return () => expect(checkIsolation('strict-serializable', operations, { of: (o) => o.body }).ok, true)
  },
}

function linearizable(model: Model, operations: readonly Operation[], good: boolean): () => void {
  const call = (o: Operation): Call => ({ ...o.body, out: o.result })
  const ops = { read: call, write: call }
  return () => expect(checkLinearizable(model, operations, { ops }).ok, good)
}

function expect(got: boolean | 'undecided', wanted: boolean): void {
  if (got !== wanted)
    throw new Error(`The checker says ${got} of a history that is ${wanted ? 'good' : 'bad'}.`)
}

interface Draft {
  readonly client: number
  readonly from: number
  readonly to: number
  readonly at: number
}

/** Clients that do one thing at a time; each takes effect at an instant within. */
function drafts(r: Rng, n: number): Draft[] {
  const free = Array.from({ length: CLIENTS }, () => r.float())
  return Array.from({ length: n }, () => {
    const client = free.indexOf(Math.min(...free))
    const from = free[client]!
    const to = from + 0.1 + r.float() * 3
    free[client] = to + r.float()
    return { client, from, to, at: from + r.float() * (to - from) }
  })
}

interface Effect {
  readonly body: Json
  readonly result: Json
}

/** Event ids by the order of invocations and completions; what each does by the order of its effects. */
function recorded(plan: readonly Draft[], effect: (i: number) => Effect): Operation[] {
  const moments = plan.flatMap(({ from, to }, i) => [
    { when: from, i, end: false },
    { when: to, i, end: true },
  ])
  moments.sort((a, b) => a.when - b.when)
  const ids = plan.map(() => [0, 0])
  moments.forEach(({ i, end }, id) => {
    ids[i]![end ? 1 : 0] = id
  })
  const done = new Map<number, Effect>()
  for (const i of plan.map((_, i) => i).sort((a, b) => plan[a]!.at - plan[b]!.at)) done.set(i, effect(i))
  return plan.map((draft, op) => ({
    op,
    client: `c${draft.client}`,
    callee: undefined,
    type: (done.get(op)!.body as { f?: string }).f ?? 'txn',
    ...done.get(op)!,
    invokeAt: draft.from,
    invokeId: ids[op]![0]!,
    endAt: draft.to,
    endId: ids[op]![1]!,
    outcome: 'ok',
  }))
}

function stored(r: Rng, n: number, keys: number): Operation[] {
  const values = new Map<string, number>()
  return recorded(drafts(r, n), (i): Effect => {
    const key = `k${r.int(1, keys)}`
    if (r.chance(50)) return { body: { f: 'read', key }, result: values.get(key) ?? null }
    values.set(key, i)
    return { body: { f: 'write', key, in: i }, result: null }
  })
}

function withStaleRead(operations: readonly Operation[]): Operation[] {
  const late = operations.findLastIndex((o) => o.type === 'read')
  const { key } = operations[late]!.body as { key: string }
  const old = operations.find((o) => o.type === 'write' && o.body.key === key)!
  return operations.map((o, i) => (i === late ? { ...o, result: old.body.in } : o))
}

/** One to four accesses each, as in Jepsen's tests: eight keys at a time, each replaced after 64 appends. */
function transactions(r: Rng, n: number): Operation[] {
  const lists = new Map<string, number[]>()
  const keys = Array.from({ length: 8 }, (_, i) => i)
  let last = 7
  return recorded(drafts(r, n), () => {
    const body = Array.from({ length: r.int(1, 4) }, (): TransactionAccess => {
      const slot = r.int(0, 7)
      const key = `k${keys[slot]!}`
      const list = lists.get(key) ?? []
      lists.set(key, list)
      if (r.chance(50)) return { f: 'read', key, list: [...list] }
      const value = list.push(list.length + 1)
      if (value >= 64) keys[slot] = ++last
      return { f: 'append', key, value }
    })
    return { body: body as unknown as Json, result: null }
  })
}
