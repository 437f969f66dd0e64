import { describe, expect, test } from 'vitest'
import { kv, linearizable } from '../../lib/checks/index.ts'
import type { Json } from '../../lib/sim/index.ts'
import {
  explore,
  type Property,
  Refusal,
  type Scenario,
  type SuiteBuilder,
  suite,
  type Verdict,
} from '../../lib/suite/index.ts'
import { counting, events, notes, play, portFor } from '../sim/play.ts'

const finding = (because: string, witness: number[] = []) => ({ because, expected: null, got: null, witness })
const times = { seeds: 3, durationMs: 1000, healAtMs: 500 }

/** One scenario with one property. */
const judge = (
  source: string,
  build: (sc: Scenario, p: Property) => void,
  o: { kind?: Property['kind']; seeds?: number; durationMs?: number; healAtMs?: number } = {},
): Promise<Verdict> => {
  const { kind = 'safety', ...more } = o
  const made = suite('judge', (s: SuiteBuilder) => {
    const p = s.property('p', 'It holds.', { kind })
    s.scenario('run', { ...times, ...more }, (sc) => build(sc, p))
  })
  return explore(made, portFor(source), { clock: () => 0 })
}

describe('always', () => {
  test('is asked about every event and stops the run at the first that is wrong', async () => {
    const v = await judge(`export default node(ctx => ctx.every(10, () => ctx.trace('tick')))`, (sc, p) => {
      sc.nodes(['n1'])
      let ticks = 0
      sc.always(p, (e) => (e.label === 'tick' && ++ticks === 3 ? finding('third tick', [e.id]) : undefined))
    })
    if (v.outcome !== 'failed') throw new Error(v.outcome)
    expect(v).toMatchObject({ property: 'p', because: 'third tick', seed: 'run#0', seeds: 1 })
    expect(v.trace[v.at]).toMatchObject({ kind: 'violation', at: 30 })
  })
})

describe('eventually', () => {
  /** n1 shows `done` so many ms after the heal at 500. */
  const doneAfter = (ms: number, withinMs: number) =>
    judge(
      `export default node(ctx => ctx.after(${500 + ms}, () => ctx.view({ done: true })))`,
      (sc, p) => {
        sc.nodes(['n1'])
        sc.eventually(
          p,
          { withinMs },
          (w) => w.view('n1')?.done === true,
          (w) => finding(`not done at ${w.now}`),
        )
      },
      { kind: 'liveness' },
    )

  test('its bound is inclusive', async () => {
    expect((await doneAfter(200, 200)).outcome).toBe('passed')
  })
  test('one millisecond late is late, even when nothing else happened meanwhile', async () => {
    expect(await doneAfter(201, 200)).toMatchObject({ outcome: 'failed', kind: 'liveness', property: 'p' })
    expect(await doneAfter(400, 200)).toMatchObject({ outcome: 'failed', kind: 'liveness', property: 'p' })
  })
  test('never is late too', async () => {
    expect(await doneAfter(9999, 200)).toMatchObject({ outcome: 'failed' })
    expect(await doneAfter(9999, 9999)).toMatchObject({ outcome: 'failed' })
  })
  test('once is enough, and only from the heal on', async () => {
    const flash = (at: number) =>
      judge(
        `export default node(ctx => {
        ctx.after(${at}, () => ctx.view('on'))
        ctx.after(${at + 10}, () => ctx.view('off'))
      })`,
        (sc, p) => {
          sc.nodes(['n1'])
          sc.eventually(
            p,
            { withinMs: 300 },
            (w) => w.view('n1') === 'on',
            () => finding('never on'),
          )
        },
      )
    expect((await flash(600)).outcome).toBe('passed')
    expect((await flash(400)).outcome).toBe('failed')
  })
})

describe('settled', () => {
  test('sees only instants at which everything due has happened', async () => {
    const code = `export default node(ctx => {
      ctx.view(0)
      ctx.on('a', () => ctx.view(1))
      ctx.on('b', () => ctx.view(2))
    })`
    const seen: Json[] = []
    const v = await judge(
      code,
      (sc, p) => {
        sc.nodes(['n1'])
        sc.client('c1', async (c) => {
          await c.at(100)
          c.send('n1', 'a', null, { local: true })
          c.send('n1', 'b', null, { local: true })
        })
        sc.settled(p, (w) => void seen.push(w.view('n1')))
      },
      { seeds: 1 },
    )
    expect(v.outcome).toBe('passed')
    expect(new Set(seen)).toEqual(new Set([0, 2]))
  })
})

describe('sometimes', () => {
  const hope = (label: string, alsoFail = false) =>
    judge(`export default node(ctx => ctx.trace('up'))`, (sc, p) => {
      sc.nodes(['n1'])
      sc.sometimes('it came up', (e) => e.label === label)
      if (alsoFail) sc.check(p, () => finding('no'))
    })
  test('counts the runs in which it happened', async () => {
    expect(await hope('up')).toMatchObject({ outcome: 'passed', sometimes: { 'it came up': 3 }, seeds: 3 })
  })
  test('that none of the suite’s own schedules shows is looked for in further ones', async () => {
    let schedules = 0
    const v = await judge(`export default node(() => {})`, (sc) => {
      const mine = schedules++
      sc.nodes(['n1'])
      sc.sometimes('a late schedule', () => mine === 7)
    })
    expect(v).toMatchObject({ outcome: 'passed', further: 5, seeds: 8, sometimes: { 'a late schedule': 1 } })
    expect(schedules).toBe(8)
  })
  test('and what those break counts', async () => {
    let schedules = 0
    const v = await judge(`export default node(() => {})`, (sc, p) => {
      const mine = schedules++
      sc.nodes(['n1'])
      sc.sometimes('never', () => false)
      sc.check(p, () => (mine >= 5 ? finding('too late') : undefined))
    })
    expect(v).toMatchObject({ outcome: 'failed', because: 'too late', seed: 'run#5' })
  })
  test('that never happens makes the suite vacuous: our fault, not the learner’s', async () => {
    expect(await hope('down')).toMatchObject({
      outcome: 'our-fault',
      kind: 'vacuous',
      unseen: ['it came up'],
    })
  })
  test('is named to authors only: the message says how many, not which', async () => {
    expect(await hope('down')).toMatchObject({
      message: expect.stringMatching(/only 0 of the 1 situations(?!.*it came up)/),
    })
  })
  test('that never happens in a run that failed says nothing', async () => {
    expect(await hope('down', true)).toMatchObject({ outcome: 'failed' })
  })
})

describe('check and cost', () => {
  test('a check sees the whole trace; a linearizability finding becomes the verdict', async () => {
    const stale = `export default node(ctx => {
      const old = {}, now = {}
      ctx.on('put', ({ key, value }) => { old[key] = now[key]; now[key] = value })
      ctx.on('get', ({ key }) => old[key] ?? null)
    })`
    const v = await judge(
      stale,
      (sc, p) => {
        sc.nodes(['n1'])
        sc.client('c1', async (c) => {
          await c.call('n1', 'put', { key: 'x', value: 1 })
          await c.call('n1', 'get', { key: 'x' })
        })
        sc.check(
          p,
          linearizable(kv(), {
            ops: {
              put: (o) => ({ f: 'put', key: o.body.key, in: o.body.value }),
              get: (o) => ({ f: 'get', key: o.body.key, out: o.result }),
            },
          }),
        )
      },
      { kind: 'history' },
    )
    expect(v).toMatchObject({
      outcome: 'failed',
      kind: 'history',
      because:
        'Key "x": c1 wrote 1, then c1 read nothing. No order of these two, one at a time, gives these answers. c1 could only have been told 1.',
      expected: 1,
      got: null,
    })
  })
  test('a checker that runs out of steps is our fault', async () => {
    const v = await judge(counting, (sc, p) => {
      sc.nodes(['n1'])
      sc.client('c1', async (c) => void (await c.call('n1', 'hit')))
      sc.check(p, linearizable(kv(), { ops: { hit: (o) => ({ f: 'get', out: o.result }) }, maxSteps: 0 }))
    })
    expect(v).toMatchObject({ outcome: 'our-fault', kind: 'undecided', seed: 'run#0' })
  })
  test('a cost reports its worst run, and fails above its maximum only', async () => {
    const cost = (max: number) =>
      judge(
        counting,
        (sc, p) => {
          sc.nodes(['n1'])
          sc.client('c1', async (c) => {
            for (let i = 0; i < 5; i++) await c.call('n1', 'hit')
          })
          sc.cost(p, { max, unit: 'messages' }, (w) => w.trace.filter((e) => e.kind === 'send').length)
        },
        { kind: 'cost' },
      )
    expect(await cost(10)).toMatchObject({
      outcome: 'passed',
      costs: [{ property: 'p', value: 10, max: 10, unit: 'messages' }],
    })
    expect(await cost(9)).toMatchObject({ outcome: 'failed', kind: 'cost', expected: 9, got: 10 })
  })
})

describe('other verdicts', () => {
  const alive = (sc: Scenario) => void sc.nodes(['n1'])
  test.each([
    ['a handler', `ctx.after(10, () => { throw new Error('oops') })`],
    ['a rejected promise', `ctx.after(10, async () => { await ctx.sleep(5); throw new Error('oops') })`],
    ['the setup', `throw new Error('oops')`],
  ])('an error that nothing catches in %s fails the run', async (_, body) => {
    const v = await judge(`export default node(ctx => { ${body} })`, alive)
    expect(v).toMatchObject({
      outcome: 'failed',
      kind: 'threw',
      property: 'threw',
      because: expect.stringContaining('oops'),
    })
  })
  test('a missing export is rejected', async () => {
    expect(await judge(`export const other = 1`, alive)).toMatchObject({
      outcome: 'rejected',
      reason: 'no-export',
    })
    expect(await judge(`export default 7`, alive)).toMatchObject({
      outcome: 'rejected',
      reason: 'no-export',
      message: expect.stringContaining('number'),
    })
  })
  test('work without end is exceeded: in one instant, and in one run', async () => {
    const endless = await judge(
      `export default node(ctx => { ctx.on('x', () => ctx.send(ctx.id, 'x')); ctx.send(ctx.id, 'x') })`,
      alive,
    )
    expect(endless).toMatchObject({ outcome: 'exceeded', limit: 'events', seed: 'run#0' })
    const growing = await judge(
      `export default node(ctx => {
      ctx.on('x', () => { ctx.send('n2', 'x'); ctx.send('n2', 'x') })
      if (ctx.id === 'n1') ctx.send('n2', 'x')
    })`.replaceAll(`'n2', 'x'`, `ctx.peers[0], 'x'`),
      (sc) => {
        sc.nodes(['n1', 'n2'])
        sc.network({ latencyMs: [1, 9] })
      },
    )
    expect(growing).toMatchObject({ outcome: 'exceeded', limit: 'events' })
  })
  test('a run that goes two ways is ours: nondeterministic', async () => {
    let calls = 0
    const v = await judge(counting, (sc, p) => {
      sc.nodes(['n1'])
      sc.client('c1', async (c) => {
        c.note('times', calls++)
        c.fail(p, finding('always'))
      })
    })
    expect(v).toMatchObject({ outcome: 'our-fault', kind: 'nondeterministic' })
  })
  test('a mistake in the suite itself is thrown, with its own message', async () => {
    await expect(
      judge(counting, (sc) => {
        sc.nodes(['n1'])
        sc.client('c1', async () => {
          throw new Error('author')
        })
      }),
    ).rejects.toThrow('author')
    await expect(judge(counting, (sc) => sc.nodes(['n1', 'n1']))).rejects.toThrow("declares 'n1' twice")
    await expect(judge(counting, () => undefined)).rejects.toThrow('has no learner node')
  })
})

describe('clients and services', () => {
  test('a reply at the very instant of the timeout counts', async () => {
    const run = await play(counting, (sc) => {
      sc.nodes(['n1'])
      sc.network({ latencyMs: [10, 10] })
      sc.client('c1', async (c) => {
        await c.call('n1', 'hit', null, { timeoutMs: 20 })
        await c.call('n1', 'hit', null, { timeoutMs: 19 })
      })
    })
    expect(run.trace.filter((e) => ['ok', 'info'].includes(e.kind)).map((e) => [e.kind, e.at])).toEqual([
      ['ok', 20],
      ['info', 39],
    ])
  })
  test('a late reply to a call that timed out changes nothing', async () => {
    const slow = `export default node(ctx => ctx.on('slow', async () => { await ctx.sleep(300); return 1 }))`
    const run = await play(slow, (sc) => {
      sc.nodes(['n1'])
      sc.client('c1', async (c) => {
        const r = await c.call('n1', 'slow', null, { timeoutMs: 100 })
        c.note(r.ok ? 'ok' : r.error)
        await c.sleep(500)
      })
    })
    expect(notes(run)).toEqual(['100 Timeout'])
    expect(events(run, 'ok')).toEqual([])
    expect(events(run, 'deliver', { node: 'c1' }).length).toBe(1)
  })
  test('a refusal is definite, for clients and for nodes', async () => {
    const code = `export default node(ctx => ctx.on('ask', async () => {
      try { return await ctx.rpc('store', 'get', { key: 1 }) }
      catch (e) { if (e instanceof Refused) throw new Refused('store said: ' + e.reason); throw e }
    }))`
    const run = await play(code, (sc) => {
      sc.nodes(['n1'])
      sc.supply('store', (s) =>
        s.on('get', () => {
          throw new Refusal('no')
        }),
      )
      sc.client('c1', async (c) => void (await c.call('n1', 'ask')))
    })
    expect(events(run, 'fail').map((e) => e.label)).toEqual(['store said: no'])
  })
  test('a paused node answers local calls when it resumes; a crashed one never does', async () => {
    const during = (what: 'pause' | 'crash') =>
      play(counting, (sc) => {
        sc.nodes(['n1'])
        sc.client('c1', async (c) => {
          await c.at(100)
          await c.call('n1', 'hit', null, { local: true })
        })
        sc.nemesis(async (n) => {
          await n.at(50)
          n[what]('n1', { forMs: 200 })
        })
      })
    expect(events(await during('pause'), 'ok').map((e) => e.at)).toEqual([250])
    const crashed = await during('crash')
    expect(events(crashed, 'ok')).toEqual([])
    expect(events(crashed, 'info').map((e) => e.at)).toEqual([1100])
  })
  test('the nemesis does nothing after the heal', async () => {
    const run = await play(
      counting,
      (sc) => {
        sc.nodes(['n1'])
        sc.nemesis(async (n) => {
          for (;;) {
            n.crash('n1', { forMs: 50 })
            n.skew('n1', 5)
            await n.sleep(100)
          }
        })
      },
      { healAtMs: 500, durationMs: 1000 },
    )
    const marks = run.trace.filter((e) => ['crash', 'restart', 'skew'].includes(e.kind))
    expect(Math.max(...marks.map((e) => e.at))).toBeLessThanOrEqual(500)
    expect(run.faults.length).toBe(10)
  })
  test('the nemesis waits for what happens in the cluster', async () => {
    const run = await play(`export default node(ctx => ctx.after(123, () => ctx.view('ready')))`, (sc) => {
      sc.nodes(['n1'])
      sc.nemesis(async (n) => {
        const ready = await n.until((w) => w.view('n1') === 'ready', 1000)
        if (ready) n.crash('n1', { forMs: 100 })
        const again = await n.until((w) => w.view('n1') === 'twice', 300)
        if (!again) n.pause('n1', { forMs: 10 })
      })
    })
    const marks = run.trace.filter((e) => e.kind === 'crash' || e.kind === 'pause').map((e) => [e.kind, e.at])
    expect(marks).toEqual([
      ['crash', 123.001],
      ['pause', 423.001],
    ])
  })
})
