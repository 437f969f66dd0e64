import { describe, expect, test } from 'vitest'
import { casRegister, checkLinearizable, history, kv, type Model, register } from '../../lib/checks/index.ts'
import { type Rng, rng } from '../../lib/sim/index.ts'
import { mapping, type Planned, traceOf } from './histories.ts'

const ops = mapping(['read', 'write', 'cas', 'get', 'put', 'delete'])
const check = (model: Model, plan: readonly Planned[], maxSteps?: number) =>
  checkLinearizable(model, history(traceOf(plan)), { ops, ...(maxSteps === undefined ? {} : { maxSteps }) })

/** Clients of a real key-value store: each does one thing at a time, takes effect somewhere within it, is sometimes never answered. */
function stored(
  r: Rng,
  o: { operations: number; keys: number; clients: number; unansweredPct: number },
): Planned[] {
  const free = Array.from({ length: o.clients }, () => r.float())
  const plan: (Planned & { effect: number })[] = []
  for (let i = 0; i < o.operations; i++) {
    const c = free.indexOf(Math.min(...free))
    const from = free[c]!
    const to = from + 0.1 + r.float() * 4
    const unanswered = r.chance(o.unansweredPct)
    free[c] = to + r.float()
    const [f, input] = r.pick([
      ['get', null] as const,
      ['get', null] as const,
      ['put', i] as const,
      ['cas', [r.int(0, i), i]] as const,
    ])
    // What is never answered may take effect long after its client gave up.
    const effect = unanswered ? from + r.float() * 40 : from + r.float() * (to - from)
    plan.push({
      by: `c${c}`,
      f,
      in: input,
      out: null,
      outcome: unanswered ? 'info' : 'ok',
      key: `k${r.int(1, o.keys)}`,
      from,
      to,
      effect,
    })
  }
  const store = new Map<string, unknown>()
  const answers = new Map<Planned, Planned['out']>()
  for (const p of [...plan].sort((a, b) => a.effect - b.effect)) {
    const now = store.get(p.key!) ?? null
    const [expected, next] = p.f === 'cas' ? (p.in as number[]) : []
    if (p.f === 'put') store.set(p.key!, p.in)
    if (p.f === 'cas' && expected === now) store.set(p.key!, next)
    answers.set(p, p.f === 'get' ? (now as number) : p.f === 'cas' ? expected === now : null)
  }
  return plan.map(({ effect: _, ...p }) => ({
    ...p,
    out: answers.get(plan[plan.findIndex((q) => q.from === p.from && q.by === p.by)]!)!,
  }))
}

/** Makes one late answer stale: the value that the key had several writes before. */
function withStaleRead(plan: readonly Planned[]): Planned[] {
  const late = plan.findLastIndex((p) => p.f === 'get' && p.outcome === 'ok' && p.out !== null)
  const key = plan[late]!.key
  const older = plan.find((p) => p.key === key && p.f === 'get' && p.outcome === 'ok' && p.out !== null)!
  return plan.map((p, i) => (i === late ? { ...p, out: older.out } : p))
}

describe.each([
  { operations: 1_000, unansweredPct: 0, clients: 8 },
  { operations: 1_000, unansweredPct: 5, clients: 20 },
  { operations: 10_000, unansweredPct: 0, clients: 8 },
  { operations: 10_000, unansweredPct: 2, clients: 20 },
])('$operations operations of $clients clients on 8 keys, $unansweredPct % unanswered', (o) => {
  const plan = stored(rng(`load/${o.operations}/${o.unansweredPct}`), { ...o, keys: 8 })
  test('a good history is accepted within 20 steps an operation', () => {
    const result = check(kv(), plan)
    expect(result.ok).toBe(true)
    expect(result.steps).toBeLessThan(20 * o.operations)
  })
  test('one stale read is found and explained by a few operations', () => {
    const result = check(kv(), withStaleRead(plan))
    if (result.ok !== false) throw new Error(`expected a bad history, got ${result.ok}`)
    expect(result.steps).toBeLessThan(100 * o.operations)
    expect(result.conflict.length).toBeLessThanOrEqual(4)
  })
})

/** Many writes at once, then a read that no order explains: every subset of the writes is a configuration. */
const monstrous = (writes: number, key: string): Planned[] => [
  ...Array.from(
    { length: writes },
    (_, i): Planned => ({
      by: `w${i}`,
      f: 'cas',
      in: [i, i + 1],
      out: false,
      outcome: 'ok',
      key,
      from: i,
      to: 1000 + i,
    }),
  ),
  ...Array.from(
    { length: writes },
    (_, i): Planned => ({
      by: `v${i}`,
      f: 'write',
      in: i,
      out: null,
      outcome: 'ok',
      key,
      from: 100 + i,
      to: 2000 + i,
    }),
  ),
  { by: 'r', f: 'read', in: null, out: 'never written', outcome: 'ok', key, from: 500, to: 3000 },
]
/** `writes` writes one after the other, then a read that sees none of them. */
const small = (key: string, writes: number): Planned[] => {
  const at = (i: number) => ({ by: 'c1', outcome: 'ok' as const, key, from: 4000 + 2 * i, to: 4001 + 2 * i })
  const written = Array.from(
    { length: writes },
    (_, i): Planned => ({ ...at(i), f: 'write', in: i, out: null }),
  )
  return [...written, { ...at(writes), f: 'read', in: null, out: null }]
}

test('dovetailing: a monstrous key does not hide a small bad one, wherever it comes', () => {
  const alone = check(casRegister(), monstrous(20, 'big'), 100_000)
  expect(alone).toEqual({ ok: 'undecided', steps: expect.any(Number) })
  const result = check(casRegister(), [...monstrous(20, 'big'), ...small('small', 1)])
  expect(result).toMatchObject({ ok: false, key: 'small' })
  expect(result.steps).toBeLessThan(100)
  const many = Array.from({ length: 12 }, (_, i) => monstrous(20, `big${i}`)).flat()
  expect(check(casRegister(), [...many, ...small('small', 1)]).steps).toBeLessThan(1000)
})

test('dovetailing: also when the small bad one takes several rounds', () => {
  const many = Array.from({ length: 12 }, (_, i) => monstrous(20, `big${i}`)).flat()
  const result = check(casRegister(), [...many, ...small('small', 500)])
  expect(result).toMatchObject({ ok: false, key: 'small' })
  expect(result.steps).toBeLessThan(12 * (64 + 256 + 1024) + 600)
})

test('an undecided history stops at its budget, not far behind it', () => {
  const result = check(casRegister(), monstrous(20, 'big'), 5_000)
  expect(result.ok).toBe('undecided')
  expect(result.steps).toBeGreaterThanOrEqual(5_000)
  expect(result.steps).toBeLessThan(5_010)
})

test('many unanswered writes cost no more than a few steps each: the memo prunes by inclusion', () => {
  const unanswered = Array.from(
    { length: 40 },
    (_, i): Planned => ({ by: `w${i}`, f: 'write', in: i, out: null, outcome: 'info', from: i, to: 50 + i }),
  )
  const reads = Array.from(
    { length: 40 },
    (_, i): Planned => ({
      by: 'r',
      f: 'read',
      in: null,
      out: 39 - i,
      outcome: 'ok',
      from: 100 + 2 * i,
      to: 101 + 2 * i,
    }),
  )
  const good = check(register(), [...unanswered, ...reads])
  expect(good.ok).toBe(true)
  const bad = check(register(), [...unanswered, ...reads, { ...reads[0]!, out: 5, from: 500, to: 501 }])
  expect(bad.ok).toBe(false)
  expect(bad.steps).toBeLessThan(20_000)
})

test('the same history takes the same steps every time', () => {
  const plan = stored(rng('again'), { operations: 500, keys: 3, clients: 10, unansweredPct: 5 })
  const once = check(kv(), plan)
  for (let i = 0; i < 5; i++) expect(check(kv(), plan)).toEqual(once)
})
