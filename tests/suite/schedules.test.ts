/** What each designed schedule promises, over many seeds; and that a replay of its faults is the same run. */
import { describe, expect, test } from 'vitest'
import type { FaultOp } from '../../lib/sim/index.ts'
import {
  clockStorm,
  crashDuringWrite,
  crashStorm,
  partitionThenHeal,
  rollingRestarts,
  runOnce,
  type Schedule,
  storm,
  swizzleClog,
} from '../../lib/suite/index.ts'
import { events, oneScenario, portFor } from '../sim/play.ts'

const writing = `export default node(ctx => {
  ctx.every(40, async () => {
    ctx.send(ctx.peers[0], 'hello')
    await ctx.disk.append('log', new Uint8Array(8))
    await ctx.disk.fsync('log')
  })
  ctx.on('hello', () => {})
})`
const ids = ['n1', 'n2', 'n3', 'n4', 'n5']
const HEAL_MS = 2500

async function runsOf(schedule: Schedule, seeds = 8) {
  const suite = oneScenario(
    (sc) => {
      sc.nodes(ids)
      sc.nemesis(schedule)
    },
    { durationMs: HEAL_MS + 500, healAtMs: HEAL_MS },
  )
  const port = portFor(writing)
  const runs = []
  for (let n = 0; n < seeds; n++) {
    const run = await runOnce(suite, port, { seed: `run#${n}` })
    if (n === 0) {
      const again = await runOnce(suite, port, { seed: `run#${n}`, faults: run.faults })
      expect(again.hash()).toBe(run.hash())
    }
    runs.push(run)
  }
  expect(new Set(runs.map((r) => JSON.stringify(r.faults))).size).toBe(seeds)
  for (const f of runs.flatMap((r) => r.faults)) {
    expect(f.at).toBeLessThan(HEAL_MS)
    if ('until' in f) expect(f.until).toBeLessThanOrEqual(HEAL_MS)
  }
  return runs
}

const of = <K extends FaultOp['op']>(faults: readonly FaultOp[], op: K) =>
  faults.filter((f): f is Extract<FaultOp, { op: K }> => f.op === op)

test('storm: gusts of every kind of blow, and never more than a minority down', async () => {
  const runs = await runsOf(storm({ fromMs: 300 }))
  const kinds = new Set(runs.flatMap((r) => r.faults.map((f) => f.op)))
  expect([...kinds].sort()).toEqual(['crash', 'cut', 'partition', 'pause', 'skew'])
  for (const run of runs) {
    expect(Math.min(...run.faults.map((f) => f.at))).toBeGreaterThanOrEqual(300)
    const out = new Set<string>()
    for (const e of run.trace) {
      if (e.kind === 'crash' || e.kind === 'pause') out.add(e.node)
      if (e.kind === 'restart' || e.kind === 'resume') out.delete(e.node)
      expect(out.size).toBeLessThanOrEqual(2)
    }
  }
})

test('crash storm: several nodes are down at once, again and again', async () => {
  for (const run of await runsOf(crashStorm({ downMs: [200, 300] }))) {
    let down = 0
    let most = 0
    for (const e of run.trace) {
      if (e.kind === 'crash') most = Math.max(most, ++down)
      if (e.kind === 'restart') down--
    }
    expect(most).toBeGreaterThanOrEqual(2)
    expect(of(run.faults, 'crash').length).toBeGreaterThan(3)
  }
})

test('swizzle-clog: nodes stall one by one, are freed in another order, and no message is lost', async () => {
  let swizzled = 0
  for (const run of await runsOf(swizzleClog())) {
    expect(events(run, 'drop')).toEqual([])
    const clogs = of(run.faults, 'clog').filter((f) => f.from === '*' && f.until < HEAL_MS)
    const ended = [...clogs].sort((a, b) => a.until - b.until)
    if (clogs.some((f, i) => f !== ended[i])) swizzled++
    expect(events(run, 'deliver').filter((e) => e.fault !== undefined).length).toBeGreaterThan(0)
  }
  expect(swizzled).toBeGreaterThan(4)
})

describe('partition, then heal', () => {
  const groupsOf = async (shape: 'majority' | 'minority' | 'halves' | 'alone' | 'bridge') => {
    const runs = await runsOf(partitionThenHeal({ shape, around: () => 'n3', times: 2 }), 6)
    for (const run of runs) expect(of(run.faults, 'partition').length).toBe(2)
    return runs.flatMap((r) => of(r.faults, 'partition').map((f) => f.groups))
  }

  test.each([
    ['majority', 3, 2],
    ['minority', 2, 3],
    ['halves', 2, 3],
    ['alone', 1, 4],
  ] as const)('%s: the node that it is about is with %d of 5', async (shape, with_, against) => {
    for (const [mine, theirs] of await groupsOf(shape)) {
      expect(mine).toContain('n3')
      expect([mine?.length, theirs?.length]).toEqual([with_, against])
      expect([...(mine ?? []), ...(theirs ?? [])].sort()).toEqual(ids)
    }
  })

  test('bridge: it alone still sees both sides', async () => {
    for (const groups of await groupsOf('bridge')) {
      expect(groups.flat().sort()).toEqual(ids.filter((id) => id !== 'n3'))
      expect(groups.map((g) => g.length)).toEqual([2, 2])
    }
  })
})

test('rolling restarts: everyone once per round, never two at a time', async () => {
  for (const run of await runsOf(rollingRestarts({ downMs: [20, 100], gapMs: [20, 100] }))) {
    const crashes = of(run.faults, 'crash')
    expect(crashes.map((f) => f.node).sort()).toEqual(ids)
    for (const [i, f] of crashes.entries())
      if (i > 0) expect(f.at).toBeGreaterThan(crashes[i - 1]?.until ?? 0)
  }
})

test('crash during write: the crash cuts off a write that was not synced yet, most of the time', async () => {
  const runs = await runsOf(crashDuringWrite())
  const crashes = runs.flatMap((r) => events(r, 'crash'))
  const losses = runs.flatMap((r) => events(r, 'disk-lost'))
  expect(crashes.length).toBeGreaterThan(20)
  expect(losses.length / crashes.length).toBeGreaterThan(0.4)
})

test('clock storm: every jump and every rate, both ways', async () => {
  const runs = await runsOf(clockStorm({ rates: [0.95, 1.05] }))
  const faults = runs.flatMap((r) => r.faults)
  expect(new Set(of(faults, 'skew').map((f) => f.byMs))).toEqual(
    new Set([-3_600_000, -200_000, 200_000, 3_600_000]),
  )
  expect(new Set(of(faults, 'drift').map((f) => f.rate))).toEqual(new Set([0.95, 1.05]))
})

test('two schedules in one scenario draw from streams of their own', async () => {
  const both = await runsOf(async (n) => {
    await Promise.all([clockStorm()(n), rollingRestarts()(n)])
  }, 3)
  const alone = await runsOf(rollingRestarts(), 3)
  const crashes = (runs: typeof alone) => runs.map((r) => of(r.faults, 'crash').map((f) => [f.node, f.at]))
  expect(crashes(both)).toEqual(crashes(alone))
})
