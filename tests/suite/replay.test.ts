import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { causesOf, type FaultOp, stormyNetwork } from '../../lib/sim/index.ts'
import { type Nemesis, type RunResult, runOnce } from '../../lib/suite/index.ts'
import { oneScenario, portFor } from '../sim/play.ts'
import { base, busy, nodes, storm } from './storm.ts'

const stormy = storm(3000)

test('determinism: 200 runs of one seed have one hash; other seeds have others', async () => {
  const port = portFor(busy)
  const short = storm(1500)
  const hashes = new Set<string>()
  for (let i = 0; i < 200; i++) hashes.add((await runOnce(short, port, { seed: 'run#1' })).hash())
  expect(hashes.size).toBe(1)
  for (let n = 2; n <= 20; n++) hashes.add((await runOnce(short, port, { seed: `run#${n}` })).hash())
  expect(hashes.size).toBe(20)
})

test('the storm shows every kind of fault, and all kinds of ends', async () => {
  const kinds = new Set<string>()
  for (let n = 0; n < 5; n++) {
    const run = await runOnce(stormy, portFor(busy), { seed: `run#${n}` })
    for (const f of run.faults) kinds.add(f.op)
    for (const e of run.trace) kinds.add(e.kind)
  }
  for (const kind of [
    'drop',
    'dup',
    'delay',
    'partition',
    'cut',
    'pause',
    'crash',
    'skew',
    'drift',
    'ok',
    'fail',
    'info',
    'restart',
    'heal',
    'resume',
  ])
    expect(kinds).toContain(kind)
})

const bare = (run: RunResult) => run.trace.map(({ id: _, cause: __, ...e }) => JSON.stringify(e))

describe('a replay with the recorded faults', () => {
  test('is the recorded run, event by event', async () => {
    const port = portFor(busy)
    for (let n = 0; n < 15; n++) {
      const seed = `run#${n}`
      const found = await runOnce(stormy, port, { seed })
      const again = await runOnce(stormy, port, { seed, faults: found.faults })
      expect(bare(again)).toEqual(bare(found))
      expect(again.hash()).toBe(found.hash())
      expect(again.faults).toHaveLength(found.faults.length)
    }
  })

  /** Moves at multiples of 100 ms that last multiples of 100 ms: ends and beginnings coincide all the time. */
  const move = fc.record({
    at: fc.integer({ min: 0, max: 8 }),
    forMs: fc.integer({ min: 1, max: 4 }),
    node: fc.constantFrom(...nodes),
    what: fc.constantFrom(
      'crash' as const,
      'pause' as const,
      'partition' as const,
      'cut' as const,
      'skew' as const,
      'drift' as const,
    ),
    until: fc.boolean(),
  })
  const perform = (n: Nemesis, m: { what: string; node: string; forMs: number }) => {
    const o = { forMs: m.forMs * 100 }
    const others = nodes.filter((x) => x !== m.node)
    if (m.what === 'crash') n.crash(m.node, o)
    else if (m.what === 'pause') n.pause(m.node, o)
    else if (m.what === 'partition') n.partition([[m.node], others], o)
    else if (m.what === 'cut') n.cut(m.node, others[0]!, o)
    else if (m.what === 'skew') n.skew(m.node, 50)
    else n.drift(m.node, 1.1)
  }
  const scripted = (
    moves: readonly { at: number; forMs: number; node: string; what: string; until: boolean }[],
  ) =>
    oneScenario(
      (sc) => {
        base(sc)
        sc.network(stormyNetwork)
        sc.nemesis(async (n) => {
          for (const m of [...moves].sort((a, b) => a.at - b.at)) {
            await n.at(m.at * 100)
            // Some faults wait for something in the cluster, as designed schedules do.
            if (m.until) await n.until((w) => w.trace.length % 5 === 0, 40)
            perform(n, m)
          }
        })
      },
      { durationMs: 1500, healAtMs: 1200 },
    )

  test('is the recorded run also when faults begin as others end, at the start, or at what a node just did', async () => {
    const port = portFor(busy)
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 6 }), fc.nat(1000), async (moves, n) => {
        const suite = scripted(moves)
        const found = await runOnce(suite, port, { seed: `run#${n}` })
        const again = await runOnce(suite, port, { seed: `run#${n}`, faults: found.faults })
        expect(bare(again)).toEqual(bare(found))
      }),
      { seed: 3, numRuns: 80 },
    )
  })

  test('takes away one message fault without touching anything before it', async () => {
    const port = portFor(busy)
    for (let n = 0; n < 10; n++) {
      const seed = `run#${n}`
      const found = await runOnce(stormy, port, { seed })
      const gone = found.faults.filter((f) => f.op === 'drop' || f.op === 'dup')[n] as FaultOp
      const again = await runOnce(stormy, port, { seed, faults: found.faults.filter((f) => f !== gone) })
      const differ = bare(found).findIndex((e, i) => e !== bare(again)[i])
      expect(found.trace[differ]!.at).toBeGreaterThanOrEqual(gone.at)
      // Noise on other messages is what it was.
      const first = again.trace.filter((e) => e.kind === 'drop' && e.label === 'loss').map((e) => e.fault)
      expect(first.length).toBeGreaterThan(3)
      for (const id of first) expect(found.faults.some((f) => f.id === id && f.op === 'drop')).toBe(true)
    }
  })

  test('without any fault is a calm run: nothing is lost, doubled, or late', async () => {
    const run = await runOnce(stormy, portFor(busy), { seed: 'run#1', faults: [] })
    expect(run.trace.filter((e) => e.fault !== undefined)).toEqual([])
    expect(
      run.trace.filter((e) => ['drop', 'dup', 'crash', 'pause', 'skew', 'drift'].includes(e.kind)),
    ).toEqual([])
  })
})

describe('every trace', () => {
  const traces = async () => {
    const port = portFor(busy)
    return Promise.all(
      Array.from(
        { length: 10 },
        async (_, n) => (await runOnce(stormy, n === 0 ? port : portFor(busy), { seed: `run#${n}` })).trace,
      ),
    )
  }
  test('has dense ids, time that never goes back, and causes that come before their effects', async () => {
    for (const trace of await traces()) {
      trace.forEach((e, i) => {
        expect(e.id).toBe(i)
        if (i > 0) expect(e.at).toBeGreaterThanOrEqual(trace[i - 1]!.at)
        if (e.cause !== undefined) expect(e.cause).toBeLessThan(i)
      })
    }
  })
  test('delivers only what was sent, to whom it was sent, unchanged, and at most twice', async () => {
    for (const trace of await traces()) {
      const sent = new Map(trace.filter((e) => e.kind === 'send').map((e) => [e.msg, e]))
      const times = new Map<number, number>()
      for (const e of trace) {
        if (e.kind !== 'deliver') continue
        const s = sent.get(e.msg)!
        expect([e.node, e.peer, e.type, e.body]).toEqual([s.peer, s.node, s.type, s.body])
        times.set(e.msg!, (times.get(e.msg!) ?? 0) + 1)
      }
      expect(Math.max(...times.values())).toBe(2)
    }
  })
  test('ends each operation at most once, and answers it by what the callee sent', async () => {
    for (const trace of await traces()) {
      const ended = trace.filter((e) => ['ok', 'fail', 'info'].includes(e.kind)).map((e) => e.op)
      expect(new Set(ended).size).toBe(ended.length)
      for (const e of trace)
        if (e.kind === 'ok')
          expect(trace[e.cause!]).toMatchObject({ kind: 'deliver', body: e.body, node: e.node })
    }
  })
  test('shows nothing of a node between its crash and its boot, nor while it is paused', async () => {
    for (const trace of await traces()) {
      const state = new Map<string, 'up' | 'down' | 'paused'>()
      for (const e of trace) {
        if (!nodes.includes(e.node)) continue
        const now = state.get(e.node) ?? 'down'
        if (e.kind === 'boot') state.set(e.node, 'up')
        else if (e.kind === 'crash') state.set(e.node, 'down')
        else if (e.kind === 'pause') state.set(e.node, 'paused')
        else if (e.kind === 'resume') state.set(e.node, 'up')
        else if (
          [
            'send',
            'deliver',
            'timer-set',
            'timer-fire',
            'timer-cancel',
            'disk-write',
            'note',
            'view',
          ].includes(e.kind)
        )
          expect([e.id, now]).toEqual([e.id, 'up'])
      }
    }
  })
  test('leads every event of a node back to a boot, a fault, or a client', async () => {
    for (const trace of await traces()) {
      for (const e of trace) {
        const root = causesOf(trace, e.id)[0]!
        const fromFault = root.fault !== undefined || root.kind === 'heal'
        expect(fromFault || ['boot', 'invoke', 'send'].includes(root.kind)).toBe(true)
      }
    }
  })
})
