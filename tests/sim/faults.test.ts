/** Each fault bites: a small program behaves differently because of it, and as if nothing were when the op is deleted. */
import { describe, expect, test } from 'vitest'
import { heavyTailNetwork, type Latency } from '../../lib/sim/index.ts'
import type { Nemesis, Scenario } from '../../lib/suite/index.ts'
import { events, notes, play, withAndWithout } from './play.ts'

const fixed = (sc: Scenario) => sc.network({ latencyMs: [5, 5] })
const nemesis = (sc: Scenario, at: number, f: (n: Nemesis) => void) =>
  sc.nemesis(async (n) => {
    await n.at(at)
    f(n)
  })

/** n1 tells n2 the time every 100 ms; n2 notes what it hears. */
const telling = `export default node(ctx => {
  let n = 0
  if (ctx.id === 'n1') ctx.every(100, () => ctx.send('n2', 'tick', n++))
  ctx.on('tick', (n) => ctx.trace('tick', n))
})`
const pair = (sc: Scenario) => {
  sc.nodes(['n1', 'n2'])
  fixed(sc)
}

describe('clog', () => {
  test('what would have come waits, and comes in one burst in its order; nothing is lost', async () => {
    const { bitten, spared, run } = await withAndWithout(
      telling,
      (sc) => {
        pair(sc)
        nemesis(sc, 150, (n) => n.clog('n1', 'n2', { forMs: 300 }))
      },
      'clog',
      { durationMs: 520 },
    )
    expect(bitten).toEqual(['105 tick 0', '450 tick 1', '450 tick 2', '450 tick 3', '505 tick 4'])
    expect(spared).toEqual(['105 tick 0', '205 tick 1', '305 tick 2', '405 tick 3', '505 tick 4'])
    expect(events(run, 'deliver', { fault: 'f1' })).toHaveLength(3)
    expect(events(run, 'heal').map((e) => [e.at, e.data])).toEqual([[450, 'f1']])
  })

  test('a star stands for every node; the other direction flows', async () => {
    const both = telling.replace("ctx.id === 'n1'", 'true').replace("'n2', 'tick'", 'ctx.peers[0], "tick"')
    const run = await play(
      both,
      (sc) => {
        pair(sc)
        nemesis(sc, 50, (n) => n.clog('*', 'n2', { forMs: 200 }))
      },
      { durationMs: 210 },
    )
    expect(notes(run, 'n1')).toEqual(['105 tick 0', '205 tick 1'])
    expect(notes(run, 'n2')).toEqual(['210 tick 0', '210 tick 1'])
  })

  test('a partition that begins meanwhile loses what the clog held', async () => {
    const run = await play(
      telling,
      (sc) => {
        pair(sc)
        nemesis(sc, 50, (n) => {
          n.clog('n1', 'n2', { forMs: 100 })
          n.partition([['n1'], ['n2']], { forMs: 150 })
        })
      },
      { durationMs: 210 },
    )
    expect(notes(run, 'n2')).toEqual(['205 tick 1'])
  })
})

describe('slow node', () => {
  const busy = `export default node(ctx => {
    ctx.on('work', (n) => { ctx.trace('did', n); return n })
    ctx.every(100, () => ctx.trace('tick'))
  })`
  const build = (sc: Scenario) => {
    sc.nodes(['n1'])
    fixed(sc)
    nemesis(sc, 50, (n) => n.slow('n1', { handlerMs: 30, forMs: 200 }))
    sc.client('c1', async (c) => {
      await c.at(85)
      for (let n = 0; n < 3; n++) void c.call('n1', 'work', n)
    })
  }

  test('handlers and timers take their time, one after the other, in the order in which they came', async () => {
    const { bitten, spared } = await withAndWithout(busy, build, 'slow', { durationMs: 310 })
    expect(bitten).toEqual(['120 did 0', '150 did 1', '180 did 2', '210 tick', '300 tick'])
    expect(spared).toEqual(['90 did 0', '90 did 1', '90 did 2', '100 tick', '200 tick', '300 tick'])
  })

  test('what waits when the node crashes is never handled', async () => {
    const run = await play(busy, (sc) => {
      build(sc)
      nemesis(sc, 130, (n) => n.crash('n1', { forMs: 10 }))
    })
    expect(notes(run).filter((n) => n.includes('did'))).toEqual(['120 did 0'])
  })
})

describe('a dependency switched off', () => {
  const asking = `export default node(ctx => {
    ctx.every(100, async () => {
      try { ctx.trace('got', await ctx.rpc('db', 'get', null, { timeout: 50 })) }
      catch (e) { ctx.trace(e.name, e.reason ?? null) }
    })
  })`
  const build = (refuse?: string) => (sc: Scenario) => {
    sc.nodes(['n1'])
    fixed(sc)
    sc.supply('db', (s) => s.on('get', () => 7))
    nemesis(sc, 150, (n) => n.off('db', { forMs: 100, ...(refuse ? { refuse } : {}) }))
  }

  test('is silent: the caller knows nothing', async () => {
    const { bitten, spared } = await withAndWithout(asking, build(), 'off', { durationMs: 320 })
    expect(bitten).toEqual(['110 got 7', '250 Timeout', '310 got 7'])
    expect(spared).toEqual(['110 got 7', '210 got 7', '310 got 7'])
  })

  test('or refuses: the caller knows that nothing happened', async () => {
    const { bitten } = await withAndWithout(asking, build('maintenance'), 'off', { durationMs: 320 })
    expect(bitten).toEqual(['110 got 7', '210 Refused "maintenance"', '310 got 7'])
  })
})

describe('crash for ever', () => {
  test('the node stays down past the heal, and its record survives JSON', async () => {
    const build = (sc: Scenario) => {
      pair(sc)
      nemesis(sc, 150, (n) => n.crash('n2', { forMs: null }))
    }
    const o = { durationMs: 600, healAtMs: 300 }
    const { bitten, spared, run } = await withAndWithout(telling, build, 'crash', o)
    expect(bitten).toEqual(['105 tick 0'])
    expect(spared).toHaveLength(5)
    const stored = JSON.parse(JSON.stringify(run.faults))
    expect(stored).toEqual(run.faults)
    expect((await play(telling, build, { ...o, faults: stored })).hash()).toBe(run.hash())
  })
})

describe('latency', () => {
  const delays = async (latencyMs: Latency) => {
    const run = await play(
      `export default node(ctx => {
        ctx.on('ping', () => 'pong')
      })`,
      (sc) => {
        sc.nodes(['n1'])
        sc.network({ latencyMs })
        sc.client('c1', async (c) => {
          for (let i = 0; i < 1500; i++) c.send('n1', 'ping')
        })
      },
      { durationMs: 5000 },
    )
    return events(run, 'deliver').map((e) => e.at)
  }

  test('fixed: every message takes exactly so long', async () => {
    expect(new Set(await delays([7, 7]))).toEqual(new Set([7]))
  })

  test('uniform: whole ms, both ends, no more', async () => {
    expect([...new Set(await delays([3, 6]))].sort()).toEqual([3, 4, 5, 6])
  })

  test('heavy tail: the shares are those of the table, and so are the ranges', async () => {
    const all = await delays(heavyTailNetwork.latencyMs)
    const share = (lo: number, hi: number) => all.filter((d) => d >= lo && d <= hi).length / all.length
    expect(share(1, 5) + share(10, 50) + share(200, 500)).toBeCloseTo(1)
    expect(share(1, 5)).toBeGreaterThan(0.87)
    expect(share(1, 5)).toBeLessThan(0.93)
    expect(share(200, 500)).toBeGreaterThan(0.003)
    expect(share(200, 500)).toBeLessThan(0.025)
  })

  test('a table whose shares are not 100 percent is refused', async () => {
    await expect(delays([{ pct: 50, ms: [1, 1] }])).rejects.toThrow(/add up to 100/)
  })

  test('links of their own: regions far apart, and a path that is slow one way only', async () => {
    const run = await play(
      `export default node(ctx => {
        ctx.on('ping', () => {})
        if (ctx.id === 'eu1') for (const p of ctx.peers) ctx.send(p, 'ping')
        if (ctx.id === 'us1') ctx.send('eu1', 'ping')
      })`,
      (sc) => {
        sc.nodes(['eu1', 'eu2', 'us1', 'ap1'])
        sc.network({
          latencyMs: [1, 1],
          links: [
            { between: ['eu1', 'ap1'], oneWay: true, latencyMs: [150, 150] },
            { between: [['eu1', 'eu2'], ['us1']], latencyMs: [40, 40] },
          ],
        })
      },
    )
    const at = Object.fromEntries(events(run, 'deliver').map((e) => [`${e.peer}>${e.node}`, e.at]))
    expect(at).toEqual({ 'eu1>eu2': 1, 'eu1>us1': 40, 'us1>eu1': 40, 'eu1>ap1': 150 })
  })
})

describe('clocks', () => {
  const wall = `export default node(ctx => {
    const w = Date.now()
    ctx.every(100, () => ctx.trace('wall', [ctx.clock.wall() - w, Date.now() - w, new Date().getTime() - w]))
  })`

  test.each([200_000, -200_000, 3_600_000, -3_600_000])(
    'a wall clock that jumps by %d ms bites in ctx.clock and in Date',
    async (byMs) => {
      const { bitten, spared } = await withAndWithout(
        wall,
        (sc) => {
          sc.nodes(['n1'])
          nemesis(sc, 150, (n) => n.skew('n1', byMs))
        },
        'skew',
        { durationMs: 210 },
      )
      const told = (ms: number) => `200 wall ${JSON.stringify([ms, ms, ms])}`
      expect(bitten[1]).toBe(told(200 + byMs))
      expect(spared[1]).toBe(told(200))
    },
  )

  test('exact rates and skews: each node gets one of those given, and every one is drawn', async () => {
    const rates = new Set<number>()
    const skews = new Set<number>()
    for (let n = 0; n < 20; n++) {
      const run = await play(
        wall,
        (sc) => {
          sc.nodes(['n1', 'n2'])
          sc.clocks({ rates: [0.95, 1.05], skewsMs: [-3_600_000, 3_600_000], nodes: ['n1'] })
        },
        { n, durationMs: 1 },
      )
      for (const f of run.faults) {
        if (f.op === 'drift') rates.add(f.rate)
        if (f.op === 'skew') skews.add(f.byMs)
        expect('node' in f && f.node).toBe('n1')
      }
    }
    expect([...rates].sort()).toEqual([0.95, 1.05])
    expect([...skews].sort()).toEqual([-3_600_000, 3_600_000])
  })

  test('fractions of a millisecond are kept, and a timer of 0.25 ms fires after 0.25 ms', async () => {
    const run = await play(
      `export default node(ctx => {
        const m = ctx.clock.mono()
        ctx.after(0.25, () => ctx.trace('a', ctx.clock.mono() - m === 0.25))
        ctx.after(2.5, () => ctx.trace('b', ctx.clock.mono() - m === 2.5))
      })`,
      (sc) => sc.nodes(['n1']),
      { durationMs: 5 },
    )
    expect(notes(run)).toEqual(['0.25 a true', '2.5 b true'])
  })
})

test('configuration is given per role and per node', async () => {
  const run = await play(
    `export const store = node(ctx => ctx.trace('rack', ctx.config.rack))
     export const meta = node(ctx => ctx.trace('stores', ctx.config))`,
    (sc) => {
      sc.nodes(['s1', 's2', 's3'], { role: 'store', config: (id) => ({ rack: id === 's3' ? 'b' : 'a' }) })
      sc.nodes(['m'], { role: 'meta', config: 3 })
    },
  )
  expect(events(run, 'note').map((e) => [e.node, e.data])).toEqual([
    ['s1', 'a'],
    ['s2', 'a'],
    ['s3', 'b'],
    ['m', 3],
  ])
})

test('who sent a message cannot be forged: `from` is the sender, whatever the body or the call says', async () => {
  const run = await play(
    `export default node(ctx => {
      ctx.on('hello', (b, from) => ctx.trace('hello', [b.from, from]))
      if (ctx.id === 'n1') {
        ctx.send.call({ id: 'n3' }, 'n2', 'hello', { from: 'n3' })
        try { ctx.id = 'n3' } catch {}
        ctx.send('n2', 'hello', { from: 'n3' })
      }
    })`,
    (sc) => sc.nodes(['n1', 'n2', 'n3']),
  )
  expect(events(run, 'note').map((e) => e.data)).toEqual([
    ['n3', 'n1'],
    ['n3', 'n1'],
  ])
})
