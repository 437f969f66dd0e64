/** Exhaustive scenarios: how many orders there are is counted by hand, and rare orders are found. */
import { describe, expect, test } from 'vitest'
import {
  explore,
  replay,
  runOnce,
  type Scenario,
  type ScenarioOptions,
  type Suite,
  suite,
} from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'

const clock = () => 0

const exhaustive = (
  build: (sc: Scenario) => void,
  o: NonNullable<ScenarioOptions['exhaustive']> = { maxRuns: 1000 },
): Suite => suite('orders', (s) => s.scenario('orders', { seeds: 1, durationMs: 1000, exhaustive: o }, build))

const hearing = `export default node(ctx => { ctx.on('hear', (n) => ctx.trace('heard', n)) })`

/** `count` clients send one message each to `to(i)` at once. */
const senders = (sc: Scenario, count: number, to: (i: number) => string) => {
  for (let i = 0; i < count; i++) sc.client(`c${i}`, async (c) => c.send(to(i), 'hear', i))
}

const ordersOf = async (source: string, s: Suite) => {
  const v = await explore(s, portFor(source), { clock })
  if (v.outcome !== 'passed') throw new Error(JSON.stringify(v).slice(0, 300))
  return { ...v.orders?.orders, seeds: v.seeds }
}

describe('every order of deliveries', () => {
  test('four messages to one node: 4! orders, all different', async () => {
    const heard = new Set<string>()
    const s = suite('orders', (b) => {
      const p = b.property('p', 'p', { kind: 'safety' })
      b.scenario('orders', { seeds: 1, durationMs: 1000, exhaustive: { maxRuns: 1000 } }, (sc) => {
        sc.nodes(['n1'])
        senders(sc, 4, () => 'n1')
        sc.check(p, (w) => {
          heard.add(w.trace.flatMap((e) => (e.label === 'heard' ? [e.data] : [])).join(''))
          return undefined
        })
      })
    })
    expect(await ordersOf(hearing, s)).toEqual({ played: 24, complete: true, seeds: 24 })
    expect(heard.size).toBe(24)
  })

  test('two messages each to two nodes: 2! × 2!, since deliveries to different nodes commute', async () => {
    const s = exhaustive((sc) => {
      sc.nodes(['n1', 'n2'])
      senders(sc, 4, (i) => (i < 2 ? 'n1' : 'n2'))
    })
    expect(await ordersOf(hearing, s)).toEqual({ played: 4, complete: true, seeds: 4 })
  })

  test('what a delivery leads to takes part: a message to one that asks another comes before, between or after', async () => {
    const code = `export default node(ctx => {
      ctx.on('ask', () => ctx.rpc('n2', 'get'))
      ctx.on('get', () => 1)
      ctx.on('hear', () => {})
    })`
    const s = exhaustive((sc) => {
      sc.nodes(['n1', 'n2'])
      sc.client('c1', async (c) => void (await c.call('n1', 'ask')))
      sc.client('c2', async (c) => c.send('n1', 'hear'))
    })
    expect(await ordersOf(code, s)).toEqual({ played: 3, complete: true, seeds: 3 })
  })

  test('one of two messages may be lost: delivered both ways round, or one of them lost before or after the other', async () => {
    const s = exhaustive(
      (sc) => {
        sc.nodes(['n1'])
        senders(sc, 2, () => 'n1')
      },
      { maxRuns: 1000, losses: 1 },
    )
    expect(await ordersOf(hearing, s)).toEqual({ played: 6, complete: true, seeds: 6 })
  })

  test('one timer and one message: two orders if time may go on meanwhile, one if not', async () => {
    const code = `export default node(ctx => { ctx.after(50, () => {}); ctx.on('hear', () => {}) })`
    const build = (sc: Scenario) => {
      sc.nodes(['n1'])
      senders(sc, 1, () => 'n1')
    }
    expect((await ordersOf(code, exhaustive(build))).played).toBe(1)
    expect((await ordersOf(code, exhaustive(build, { maxRuns: 9, timeouts: 1 }))).played).toBe(2)
  })

  test('a budget that runs out says that there are others', async () => {
    const s = exhaustive(
      (sc) => {
        sc.nodes(['n1'])
        senders(sc, 5, () => 'n1')
      },
      { maxRuns: 50 },
    )
    expect(await ordersOf(hearing, s)).toEqual({ played: 50, complete: false, seeds: 50 })
  })

  test('the search goes the same way each time', async () => {
    const s = exhaustive((sc) => {
      sc.nodes(['n1', 'n2'])
      senders(sc, 5, (i) => (i % 2 ? 'n1' : 'n2'))
    })
    const print = () => explore(s, portFor(hearing), { clock, fingerprint: true })
    expect(await print()).toEqual(await print())
  })
})

describe('a rare order', () => {
  /** Each message older than all before it opens a gap; there is room for five. Only the exact reverse of six needs more. */
  const gaps = `export default node(ctx => {
    const seen = []
    let gaps = 0
    ctx.on('hear', (n) => {
      if (n < Math.min(...seen, Infinity)) gaps++
      seen.push(n)
      ctx.view({ seen, gaps })
    })
  })`
  const world = (o: ScenarioOptions) =>
    suite('gaps', (s) => {
      const room = s.property('room', 'Never more than five gaps are open.', { kind: 'safety' })
      s.scenario('gaps', o, (sc) => {
        sc.nodes(['n1'])
        sc.network({ latencyMs: [1, 10] })
        senders(sc, 6, () => 'n1')
        sc.always(room, (e) => {
          const state = e.kind === 'view' ? (e.data as { gaps: number }) : undefined
          if (!state || state.gaps <= 5) return undefined
          return { because: 'A sixth gap opened.', expected: 5, got: state.gaps, witness: [e.id] }
        })
      })
    })

  test('that 1,000 random seeds miss is found by trying all, and replays from its seed', async () => {
    const drawn = await explore(world({ seeds: 1000, durationMs: 100 }), portFor(gaps), { clock })
    expect(drawn.outcome).toBe('passed')
    const all = world({ seeds: 1, durationMs: 100, exhaustive: { maxRuns: 1000 } })
    const found = await explore(all, portFor(gaps), { clock })
    expect(found).toMatchObject({ outcome: 'failed', property: 'room', seed: 'gaps#0.5.4.3.2.1', seeds: 720 })
    if (found.outcome !== 'failed') return
    const again = await replay(all, portFor(gaps), found, { clock })
    expect(again).toMatchObject({ outcome: 'failed', trace: found.trace, seed: found.seed })
    const plain = await runOnce(all, portFor(gaps), { seed: 'gaps#0' })
    expect(plain.violation).toBeUndefined()
  })

  test('is shown with no more detours than it needs', async () => {
    const late = `export default node(ctx => {
      const seen = []
      ctx.on('hear', (n) => { seen.push(n); ctx.view({ gaps: n === 0 && seen.length > 1 ? 6 : 0 }) })
    })`
    const all = world({ seeds: 1, durationMs: 100, exhaustive: { maxRuns: 1000 } })
    expect(await explore(all, portFor(late), { clock })).toMatchObject({
      outcome: 'failed',
      seed: 'gaps#0.1',
    })
  })
})
