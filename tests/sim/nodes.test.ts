import { describe, expect, test } from 'vitest'
import type { Scenario } from '../../lib/suite/index.ts'
import { counting, events, notes, play } from './play.ts'

const ticking = `export default node(ctx => {
  ctx.trace('boot')
  ctx.every(100, () => ctx.trace('tick'))
  ctx.on('hit', () => ctx.trace('hit'))
})`

const one = (sc: Scenario) => {
  sc.nodes(['n1'])
  sc.network({ latencyMs: [5, 5] })
}

describe('pause', () => {
  test('the node does nothing until it resumes; deliveries and overdue timers wait, in order, and what `every` missed is not made up for', async () => {
    const run = await play(
      ticking,
      (sc) => {
        one(sc)
        sc.client('c1', async (c) => {
          await c.at(330)
          void c.call('n1', 'hit')
          await c.at(430)
          void c.call('n1', 'hit')
        })
        sc.nemesis(async (n) => {
          await n.at(250)
          n.pause('n1', { forMs: 300 })
        })
      },
      { durationMs: 750 },
    )
    expect(notes(run)).toEqual([
      '0 boot',
      '100 tick',
      '200 tick',
      '550 tick',
      '550 hit',
      '550 hit',
      '600 tick',
      '700 tick',
    ])
    const asleep = run.trace.filter((e) => e.node === 'n1' && e.at > 250 && e.at < 550)
    expect(asleep).toEqual([])
    expect(
      events(run, 'pause')
        .concat(events(run, 'resume'))
        .map((e) => [e.kind, e.at]),
    ).toEqual([
      ['pause', 250],
      ['resume', 550],
    ])
  })

  test('its clocks go on while it sleeps', async () => {
    const code = `export default node(ctx => {
      const [m, w] = [ctx.clock.mono(), ctx.clock.wall()]
      ctx.after(100, () => ctx.trace('late', [ctx.clock.mono() - m, ctx.clock.wall() - w]))
    })`
    const run = await play(code, (sc) => {
      one(sc)
      sc.nemesis(async (n) => {
        await n.at(50)
        n.pause('n1', { forMs: 900 })
      })
    })
    expect(notes(run)).toEqual(['950 late [950,950]'])
  })
})

describe('crash and restart', () => {
  test('RAM is gone, timers are gone, awaited things never resume, peers and incarnation are right', async () => {
    const code = `export default node(ctx => {
      let memory = 0
      ctx.trace('boot', [memory, ctx.peers])
      ctx.on('hit', async () => {
        memory++
        await ctx.sleep(400)
        ctx.trace('after the crash')
      })
      ctx.every(150, () => ctx.trace('memory', memory))
    })`
    const run = await play(
      code,
      (sc) => {
        sc.nodes(['n1', 'n2'])
        sc.client('c1', async (c) => void (await c.call('n1', 'hit')))
        sc.nemesis(async (n) => {
          await n.at(200)
          n.crash('n1', { forMs: 100 })
        })
      },
      { durationMs: 640 },
    )
    expect(notes(run, 'n1')).toEqual([
      '0 boot [0,["n2"]]',
      '150 memory 1',
      '300 boot [0,["n2"]]',
      '450 memory 0',
      '600 memory 0',
    ])
    expect(events(run, 'crash', { node: 'n1' }).map((e) => [e.at, e.inc])).toEqual([[200, 0]])
    expect(events(run, 'restart', { node: 'n1' }).map((e) => [e.at, e.inc])).toEqual([[300, 1]])
    expect(events(run, 'boot', { node: 'n1' }).map((e) => e.inc)).toEqual([0, 1])
  })

  test('messages to a crashed node are lost; nobody is told', async () => {
    const run = await play(counting, (sc) => {
      one(sc)
      sc.client('c1', async (c) => {
        await c.at(150)
        const r = await c.call('n1', 'hit', {}, { timeoutMs: 200 })
        c.note('result', r.ok ? 'ok' : r.error)
        await c.call('n1', 'hit')
      })
      sc.nemesis(async (n) => {
        await n.at(100)
        n.crash('n1', { forMs: 200 })
      })
    })
    expect(events(run, 'drop').map((e) => [e.at, e.label])).toEqual([[155, 'down']])
    expect(notes(run)).toEqual(['350 result "Timeout"'])
    expect(events(run, 'ok').map((e) => e.body)).toEqual([1])
  })

  test('an answer to a question asked before the crash reaches nobody', async () => {
    const code = `export default node(ctx => {
      ctx.on('slow', async () => { await ctx.sleep(300); return 'done' })
      if (ctx.id !== 'n1') return
      ctx.trace('boot')
      ctx.rpc('n2', 'slow', null, { timeout: 900 }).then(v => ctx.trace('answer', v))
    })`
    const run = await play(code, (sc) => {
      sc.nodes(['n1', 'n2'])
      sc.network({ latencyMs: [5, 5] })
      sc.nemesis(async (n) => {
        await n.at(100)
        n.crash('n1', { forMs: 100 })
      })
    })
    expect(notes(run)).toEqual(['0 boot', '200 boot', '510 answer "done"'])
    // The first answer is delivered to the new incarnation, which never asked.
    expect(events(run, 'deliver', { node: 'n1' }).map((e) => e.at)).toEqual([310, 510])
  })

  test('a crash for ever lasts until the heal', async () => {
    const run = await play(
      ticking,
      (sc) => {
        one(sc)
        sc.nemesis(async (n) => {
          await n.at(100)
          n.crash('n1', { forMs: Number.POSITIVE_INFINITY })
        })
      },
      { healAtMs: 1000, durationMs: 1150 },
    )
    expect(notes(run)).toEqual(['0 boot', '1000 boot', '1100 tick'])
  })

  test('a crash ends a pause', async () => {
    const run = await play(
      ticking,
      (sc) => {
        one(sc)
        sc.nemesis(async (n) => {
          await n.at(50)
          n.pause('n1', { forMs: 500 })
          await n.at(150)
          n.crash('n1', { forMs: 50 })
        })
      },
      { durationMs: 450 },
    )
    expect(notes(run)).toEqual(['0 boot', '200 boot', '300 tick', '400 tick'])
  })

  test('mono starts again somewhere else, wall goes on', async () => {
    const code = `export default node(ctx => ctx.trace('clocks', [ctx.clock.mono(), ctx.clock.wall()]))`
    const run = await play(code, (sc) => {
      one(sc)
      sc.nemesis(async (n) => {
        await n.at(400)
        n.crash('n1', { forMs: 100 })
      })
    })
    const [first, second] = events(run, 'note').map((e) => e.data as [number, number])
    expect(second![1] - first![1]).toBe(500)
    expect(second![0]).not.toBe(first![0] + 500)
  })
})

describe('disk', () => {
  const bytes = (text: string) => `new TextEncoder().encode(${JSON.stringify(text)})`
  const text = 'new TextDecoder().decode'
  const crashAt =
    (at: number, torn = false) =>
    (sc: Scenario) => {
      one(sc)
      sc.nemesis(async (n) => {
        await n.at(at)
        n.crash('n1', torn ? { forMs: 100, torn } : { forMs: 100 })
      })
    }

  test('what was saved survives, also when the crash comes in the same instant', async () => {
    const code = `export default node(ctx => {
      const n = ctx.disk.load() ?? 0
      ctx.trace('loaded', n)
      ctx.after(100, () => ctx.disk.save(n + 1))
    })`
    const run = await play(code, crashAt(101))
    expect(notes(run)).toEqual(['0 loaded 0', '201 loaded 1'])
  })

  test('unsynced bytes are lost at a crash, synced ones survive', async () => {
    const code = `export default node(async ctx => {
      ctx.trace('read', ${text}(await ctx.disk.read('log')))
      await ctx.disk.append('log', ${bytes('synced ')})
      await ctx.disk.fsync('log')
      ctx.trace('at', await ctx.disk.append('log', ${bytes('unsynced')}))
      ctx.trace('read', ${text}(await ctx.disk.read('log')))
    })`
    const run = await play(code, crashAt(50))
    expect(events(run, 'note').map((e) => e.data)).toEqual([
      '',
      7,
      'synced unsynced',
      'synced ',
      14,
      'synced synced unsynced',
    ])
    expect(events(run, 'disk-lost').map((e) => [e.label, e.data])).toEqual([['log', 8]])
  })

  test('torn: any prefix of the unsynced tail survives; sometimes the file keeps its length, with zeros for the rest', async () => {
    const code = `export default node(async ctx => {
      const found = ${text}(await ctx.disk.read('log'))
      ctx.trace('found', found)
      if (found) return
      await ctx.disk.append('log', ${bytes('ab')})
      await ctx.disk.fsync('log')
      await ctx.disk.append('log', ${bytes('cdef')})
    })`
    const found = new Set<unknown>()
    for (let n = 0; n < 120; n++) {
      const run = await play(code, crashAt(50, true), { n })
      found.add(events(run, 'note').at(-1)?.data)
    }
    expect([...found].sort()).toEqual([
      'ab',
      'ab\0\0\0\0',
      'abc',
      'abc\0\0\0',
      'abcd',
      'abcd\0\0',
      'abcde',
      'abcde\0',
      'abcdef',
    ])
  })

  test('an overwrite of synced bytes that was not synced is undone', async () => {
    const code = `export default node(async ctx => {
      const found = ${text}(await ctx.disk.read('page'))
      ctx.trace('found', found)
      if (found) return
      await ctx.disk.append('page', ${bytes('old')})
      await ctx.disk.fsync('page')
      await ctx.disk.write('page', 1, ${bytes('EW')})
      ctx.trace('found', ${text}(await ctx.disk.read('page')))
    })`
    const run = await play(code, crashAt(50))
    expect(events(run, 'note').map((e) => e.data)).toEqual(['', 'oEW', 'old'])
  })

  test('a rename is durable, the contents only if they were synced', async () => {
    const code = `export default node(async ctx => {
      ctx.trace('files', await ctx.disk.list())
      ctx.trace('found', ${text}(await ctx.disk.read('b')))
      await ctx.disk.append('a', ${bytes('synced')})
      await ctx.disk.fsync('a')
      await ctx.disk.append('a', ${bytes(' not')})
      await ctx.disk.rename('a', 'b')
      await ctx.disk.append('gone', ${bytes('x')})
      await ctx.disk.remove('gone')
    })`
    const run = await play(code, crashAt(50))
    expect(events(run, 'note').map((e) => e.data)).toEqual([[], '', ['b'], 'synced'])
  })

  test('what a node had asked of its disk when it crashed never answers the next incarnation', async () => {
    const code = `export default node(async ctx => {
      ctx.trace('boot')
      await ctx.disk.fsync('log')
      ctx.trace('synced')
    })`
    const run = await play(code, (sc) => {
      one(sc)
      sc.nemesis(async (n) => {
        await n.at(1)
        n.crash('n1', { forMs: 1 })
      })
    })
    expect(notes(run)).toEqual(['0 boot', '2 boot', '4 synced'])
  })
})

describe('clocks', () => {
  const telling = `export default node(ctx => {
    const [m, w] = [ctx.clock.mono(), ctx.clock.wall()]
    ctx.every(100, () => ctx.trace('clocks', [ctx.clock.mono() - m, ctx.clock.wall() - w]))
  })`

  test('skew moves the wall clock by so much, in either direction, and mono not at all', async () => {
    const run = await play(
      telling,
      (sc) => {
        one(sc)
        sc.nemesis(async (n) => {
          await n.at(150)
          n.skew('n1', -5000)
          await n.at(250)
          n.skew('n1', 200_000)
        })
      },
      { durationMs: 300 },
    )
    expect(notes(run)).toEqual(['100 clocks [100,100]', '200 clocks [200,-4800]', '300 clocks [300,195300]'])
  })

  test('drift: mono and timers run at the rate, wall does not', async () => {
    const run = await play(
      telling,
      (sc) => {
        one(sc)
        sc.clocks({ driftPct: 25 })
      },
      { durationMs: 1000 },
    )
    const drift = run.faults[0]
    if (drift?.op !== 'drift') throw new Error('expected a drift')
    expect(drift.rate).not.toBe(1)
    const ticks = events(run, 'note')
    ticks.forEach((e, i) => {
      expect(e.at).toBeCloseTo((100 * (i + 1)) / drift.rate, 3)
      expect((e.data as number[])[0]).toBeCloseTo(100 * (i + 1), 2)
    })
  })

  test.each([0.5, 2])(
    'a timer that is pending when the rate becomes %s still waits for the clock of its node',
    async (rate) => {
      const code = `export default node(ctx => {
      const m = ctx.clock.mono()
      ctx.after(1000, () => ctx.trace('fired', ctx.clock.mono() - m))
    })`
      const run = await play(
        code,
        (sc) => {
          one(sc)
          sc.nemesis(async (n) => {
            await n.at(400)
            n.drift('n1', rate)
          })
        },
        { durationMs: 5000 },
      )
      expect(notes(run)).toEqual([`${400 + 600 / rate} fired 1000`])
    },
  )

  test('starting skews and drifts stay within their bands and often lie on the edge', async () => {
    const rates: number[] = []
    const skews: number[] = []
    for (let n = 0; n < 60; n++) {
      const run = await play(
        counting,
        (sc) => {
          one(sc)
          sc.clocks({ skewMs: 300, driftPct: 5 })
        },
        { n, durationMs: 10 },
      )
      for (const f of run.faults) {
        if (f.op === 'drift') rates.push(f.rate)
        if (f.op === 'skew') skews.push(f.byMs)
      }
    }
    expect(rates.length).toBe(60)
    expect(Math.min(...rates)).toBe(0.95)
    expect(Math.max(...rates)).toBe(1.05)
    expect(skews.every((s) => Math.abs(s) <= 300)).toBe(true)
    expect(new Set(skews).size).toBeGreaterThan(30)
  })

  test('setting a timer and reading the clock at its end agree to the microsecond, whatever the drift', async () => {
    const code = `export default node(ctx => {
      for (let i = 1; i <= 50; i++) {
        const m = ctx.clock.mono()
        ctx.after(i * 7.3, () => { if (ctx.clock.mono() - m < i * 7.3 - 1e-6) ctx.trace('early', i) })
      }
    })`
    for (let n = 0; n < 20; n++) {
      const run = await play(
        code,
        (sc) => {
          one(sc)
          sc.clocks({ driftPct: 7 })
        },
        { n },
      )
      expect(notes(run)).toEqual([])
    }
  })
})
