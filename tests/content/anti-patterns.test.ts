import { describe, expect, test } from 'vitest'
import {
  burst,
  CHECKOUTS,
  charges,
  checkouts,
  events,
  ORDERS,
  type Run,
  retries,
  SALES,
  sales,
} from '../../content/reference/anti-patterns/figures/runs.ts'

const harmed = ({ marks }: Run) => marks.filter((mark) => mark.harm).length
const most = ({ marks }: Run) => Math.max(...marks.map((mark) => mark.value))

describe('premature distribution', () => {
  test('six services are slower than one process, and some checkouts fail that cannot fail there', async () => {
    const world = { steps: 6, lossPct: 0.5, latencyMs: 5 }
    const [apart, together] = [
      await checkouts({ ...world, apart: true }),
      await checkouts({ ...world, apart: false }),
    ]
    expect([apart.marks.length, together.marks.length]).toEqual([CHECKOUTS, CHECKOUTS])
    expect(harmed(apart)).toBeGreaterThan(0)
    expect(harmed(together)).toBe(0)
    expect(most(together)).toBe(12)
    expect(Math.min(...apart.marks.map((m) => m.value))).toBeGreaterThan(12)
  })

  test('with one step there is no difference', async () => {
    const world = { steps: 1, lossPct: 3, latencyMs: 50 }
    expect((await checkouts({ ...world, apart: true })).marks).toEqual(
      (await checkouts({ ...world, apart: false })).marks,
    )
  })
})

test('pattern overload: three layers of three attempts overload the database, one layer does not', async () => {
  const [everywhere, once] = [
    await retries({ layers: 3, attempts: 3, everywhere: true }),
    await retries({ layers: 3, attempts: 3, everywhere: false }),
  ]
  expect(harmed(everywhere)).toBeGreaterThan(0)
  expect(harmed(once)).toBe(0)
  expect(most(everywhere)).toBeGreaterThan(3 * most(once))
})

describe('wrong pattern', () => {
  const known = ({ marks }: Run) => marks.at(-1)?.value ?? 0
  test('a pause longer than the lease forgets sales; compare-and-set does not', async () => {
    expect(known(await sales({ guard: 'lock', leaseMs: 500, pauseMs: 1200 }))).toBeLessThan(SALES - 3)
    expect(known(await sales({ guard: 'cas', leaseMs: 500, pauseMs: 1200 }))).toBe(SALES)
  })

  test('a lease longer than the pause holds', async () => {
    expect(known(await sales({ guard: 'lock', leaseMs: 1500, pauseMs: 1200 }))).toBe(SALES)
  })
})

test('missing basics: retries without a key charge some twice, with a key nobody', async () => {
  const [plain, keyed] = [
    await charges({ lossPct: 5, attempts: 3, keyed: false }),
    await charges({ lossPct: 5, attempts: 3, keyed: true }),
  ]
  expect(plain.marks.length).toBe(ORDERS)
  expect(harmed(plain)).toBeGreaterThan(0)
  expect(most(keyed)).toBe(1)
  expect(harmed(await charges({ lossPct: 5, attempts: 1, keyed: false }))).toBe(0)
})

test('dual write: crashes between the writes leave orders unannounced, an outbox leaves none', async () => {
  const world = { crashes: 5, latencyMs: 4 }
  expect(harmed(await events({ ...world, outbox: false }))).toBe(5)
  expect(harmed(await events({ ...world, outbox: true }))).toBe(0)
})

test('endless queue: most are served too late, and with ten places nobody is', async () => {
  const world = { loadPct: 150, patienceMs: 400 }
  const endless = await burst({ ...world, limit: null })
  expect(harmed(endless)).toBeGreaterThan(endless.marks.length / 2)
  expect(harmed(await burst({ ...world, limit: 10 }))).toBe(0)
})
