import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FaultOp } from '../../lib/sim/index.ts'
import { explore, runOnce, shrinkFaults, suite } from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'

const fault = (i: number): FaultOp => ({ id: `f${i}`, op: 'skew', at: i, node: 'n1', byMs: i })
const list = (n: number) => Array.from({ length: n }, (_, i) => fault(i + 1))
const ids = (faults: readonly FaultOp[]) => faults.map((f) => f.id)
const runs = { seed: 8, numRuns: 1000 }

describe('shrinking', () => {
  /** A run fails when it has one of these sets of faults: as real bugs, with several ways to fail. */
  const culprits = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 3,
  })
  const failing = (sets: readonly (readonly number[])[]) => (faults: readonly FaultOp[]) =>
    sets.some((set) => set.every((i) => faults.some((f) => f.id === `f${i}`)))

  test('never invents a fault, never reorders, always still fails, and leaves nothing that could go', async () => {
    await fc.assert(
      fc.asyncProperty(culprits, fc.integer({ min: 0, max: 20 }), async (sets, n) => {
        const fails = failing(sets)
        const found = list(n)
        fc.pre(fails(found))
        const shrunk = await shrinkFaults(found, async (f) => fails(f), 10_000)
        expect(ids(found.filter((f) => ids(shrunk).includes(f.id)))).toEqual(ids(shrunk))
        expect(fails(shrunk)).toBe(true)
        for (const f of shrunk) expect(fails(shrunk.filter((g) => g !== f))).toBe(false)
      }),
      runs,
    )
  })

  test('keeps to its number of replays, and what it returns was seen to fail', async () => {
    await fc.assert(
      fc.asyncProperty(
        culprits,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 12 }),
        async (sets, n, max) => {
          const fails = failing(sets)
          const found = list(n)
          fc.pre(fails(found))
          const seen: (readonly FaultOp[])[] = [found]
          const shrunk = await shrinkFaults(
            found,
            async (f) => {
              if (fails(f)) seen.push(f)
              return fails(f)
            },
            max,
          )
          expect(seen.length - 1).toBeLessThanOrEqual(max)
          expect(seen).toContainEqual(shrunk)
        },
      ),
      runs,
    )
  })

  test('a failure that needs no fault at all is shown without any', async () => {
    expect(await shrinkFaults(list(9), async () => true, 100)).toEqual([])
  })

  test('finds its way where removing faults one by one does not: failures that come and go', async () => {
    await fc.assert(
      fc.asyncProperty(fc.func(fc.boolean()), fc.integer({ min: 1, max: 8 }), async (verdict, n) => {
        const found = list(n)
        const fails = (f: readonly FaultOp[]) => f.length === n || verdict(f.map((x) => x.id).join())
        const shrunk = await shrinkFaults(found, async (f) => fails(f), 10_000)
        expect(fails(shrunk)).toBe(true)
        for (const f of shrunk) expect(ids(found)).toContain(f.id)
      }),
      runs,
    )
  })
})

describe('what is left', () => {
  const shrunk = (found: readonly FaultOp[], fails: (f: readonly FaultOp[]) => boolean) =>
    shrinkFaults(found, async (f) => fails(f), 200)
  const pause: FaultOp = { id: 'f1', op: 'pause', at: 100, node: 'n1', until: 1337 }

  test('lasts no longer than it must, in round numbers', async () => {
    const longer = (than: number) => (faults: readonly FaultOp[]) =>
      faults.some((f) => f.op === 'pause' && f.until - f.at > than)
    expect(await shrunk([pause], longer(430))).toEqual([{ ...pause, until: 600 }])
    expect(await shrunk([pause], longer(1200))).toEqual([pause])
    const skew: FaultOp = { id: 'f1', op: 'skew', at: 5, node: 'n1', byMs: -3_600_000 }
    expect(await shrunk([skew], (f) => f.some((g) => g.op === 'skew' && g.byMs < -90))).toEqual([
      { ...skew, byMs: -100 },
    ])
  })

  test('tears and wipes nothing unless that is what fails', async () => {
    const crash: FaultOp = { id: 'f1', op: 'crash', at: 5, node: 'n1', until: 15, torn: true, wipe: true }
    const after = await shrunk([crash], (f) => f.length > 0)
    expect(after).toEqual([{ id: 'f1', op: 'crash', at: 5, node: 'n1', until: 6 }])
  })

  test('moves up when a delay before it goes: the crash still hits what it had hit', async () => {
    const delay: FaultOp = { id: 'f1', op: 'delay', at: 10, from: 'a', to: 'b', n: 0, extraMs: 80 }
    const crash: FaultOp = { id: 'f2', op: 'crash', at: 95, node: 'b', until: 96 }
    // Fails when the crash comes 0 to 10 ms after the message has arrived.
    const fails = (faults: readonly FaultOp[]) => {
      const arrives = 10 + faults.reduce((ms, f) => ms + (f.op === 'delay' ? f.extraMs : 0), 0)
      return faults.some((f) => f.op === 'crash' && f.at >= arrives && f.at <= arrives + 10)
    }
    expect(await shrunk([delay, crash], fails)).toEqual([{ ...crash, at: 15, until: 16 }])
  })

  test('ends when no round size is smaller, though the difference of two instants is a little more than the size', async () => {
    const cut: FaultOp = { id: 'f1', op: 'cut', at: 91.001, from: 'a', to: 'b', until: 2700 }
    const tried: string[] = []
    const after = await shrunk([cut], (faults) => {
      tried.push(JSON.stringify(faults))
      return faults.some((f) => f.op === 'cut' && (f.until ?? 0) > 2000)
    })
    expect(after).toEqual([{ ...cut, until: 91.001 + 2000 }])
    expect(after[0]).toMatchObject({ until: expect.closeTo(2091.001, 6) })
    expect(tried).toHaveLength(new Set(tried).size)
    expect(tried.length).toBeLessThan(12)
  })

  test('counts on when a lost message before it goes', async () => {
    const drop: FaultOp = { id: 'f1', op: 'drop', at: 10, from: 'a', to: 'b', n: 0 }
    const dup: FaultOp = { id: 'f2', op: 'dup', at: 30, from: 'a', to: 'b', n: 1, delayMs: 1 }
    // The second message is the first one sent again.
    const fails = (faults: readonly FaultOp[]) => {
      const retries = faults.filter((f) => f.op === 'drop').length
      return faults.some((f) => f.op === 'dup' && f.n === retries)
    }
    expect(await shrunk([drop, dup], fails)).toEqual([{ ...dup, n: 0 }])
  })
})

/** Acknowledges before it has saved: a crash at the wrong time, or a restart, shows it. */
const forgetful = `export default node(ctx => {
  let value = ctx.disk.load() ?? 0
  ctx.on('put', v => { value = Math.max(value, v); ctx.after(20, () => ctx.disk.save(value)) })
  ctx.on('get', () => value)
})`

const durable = suite('durable', (s) => {
  const kept = s.property('kept', 'What was acknowledged is read back.', {
    kind: 'safety',
    hint: 'save-first',
  })
  s.scenario('crashes', { seeds: 40, durationMs: 3000, healAtMs: 2500 }, (sc) => {
    sc.nodes(['n1', 'n2'])
    sc.network({ latencyMs: [1, 10], lossPct: 5, dupPct: 5, stressMs: [20, 60], stressPct: 10 })
    sc.clocks({ skewMs: 50, driftPct: 1 })
    sc.client('c1', async (c) => {
      let acknowledged = { value: 0, endId: 0 }
      // At fixed times, so that a message fault less does not move the rest.
      for (let i = 1; i <= 40; i++) {
        await c.at(i * 70)
        const put = await c.call('n1', 'put', i, { timeoutMs: 30 })
        if (put.ok) acknowledged = { value: i, endId: put.endId }
        await c.at(i * 70 + 35)
        const got = await c.call('n1', 'get', null, { timeoutMs: 30 })
        if (got.ok && got.value < acknowledged.value) {
          const because = `c1 read ${got.value} after ${acknowledged.value} had been acknowledged.`
          c.fail(kept, {
            because,
            expected: acknowledged.value,
            got: got.value,
            witness: [acknowledged.endId, got.endId],
          })
        }
      }
    })
    sc.nemesis(async (n) => {
      for (;;) {
        await n.sleep(n.random.int(50, 300))
        const node = n.random.pick(n.nodes)
        if (n.random.chance(50)) n.crash(node, { forMs: n.random.int(5, 60) })
        else n.pause(node, { forMs: n.random.int(5, 60) })
      }
    })
  })
})

describe('a counterexample', () => {
  test('is small, says what was found, and replays from its seed and faults alone', async () => {
    const port = portFor(forgetful)
    const verdict = await explore(durable, port, { clock: () => 0 })
    if (verdict.outcome !== 'failed') throw new Error(`expected a failure, got ${verdict.outcome}`)
    expect(verdict).toMatchObject({
      kind: 'safety',
      property: 'kept',
      hint: 'save-first',
      scenario: 'crashes',
    })
    const [shown, found] = verdict.shrunk.faults
    expect(shown).toBe(verdict.faults.length)
    expect(shown).toBeLessThanOrEqual(3)
    expect(found).toBeGreaterThan(10)
    expect(verdict.faults.map((f) => [f.op, 'node' in f && f.node])).toContainEqual(['crash', 'n1'])
    for (const f of verdict.faults) {
      const fewer = await runOnce(durable, port, {
        seed: verdict.seed,
        faults: verdict.faults.filter((g) => g !== f),
      })
      expect(fewer.violation).toBeUndefined()
    }
    const again = await runOnce(durable, portFor(forgetful), { seed: verdict.seed, faults: verdict.faults })
    expect(again.violation).toMatchObject({ property: { id: 'kept' }, because: verdict.because })
  })

  test('stays as it was found when nobody looks at it: the same property, at the same seed, with all its faults', async () => {
    const port = portFor(forgetful)
    const shrunk = await explore(durable, port, { clock: () => 0 })
    const verdict = await explore(durable, port, { clock: () => 0, asFound: true })
    if (verdict.outcome !== 'failed' || shrunk.outcome !== 'failed') throw new Error('expected two failures')
    expect(verdict.property).toBe(shrunk.property)
    expect(verdict.shrunk.faults).toEqual([shrunk.shrunk.faults[1], shrunk.shrunk.faults[1]])
    const whole = await runOnce(durable, port, { seed: verdict.seed, faults: verdict.faults })
    expect(whole.violation).toMatchObject({ property: { id: 'kept' }, because: verdict.because })
  })

  test('shows only faults of the run in which it was found', async () => {
    const port = portFor(forgetful)
    const verdict = await explore(durable, port, { clock: () => 0 })
    if (verdict.outcome !== 'failed') throw new Error(`expected a failure, got ${verdict.outcome}`)
    const found = await runOnce(durable, port, { seed: verdict.seed })
    for (const { id, op } of verdict.faults)
      expect(found.faults).toContainEqual(expect.objectContaining({ id, op }))
  })

  test('is a slice in which every id, cause and witness fits', async () => {
    const verdict = await explore(durable, portFor(forgetful), { clock: () => 0 })
    if (verdict.outcome !== 'failed') throw new Error(`expected a failure, got ${verdict.outcome}`)
    verdict.trace.forEach((e, i) => {
      expect(e.id).toBe(i)
      if (e.cause !== undefined) expect(e.cause).toBeLessThan(i)
    })
    expect(verdict.trace[verdict.at]).toMatchObject({
      kind: 'violation',
      label: 'kept',
      data: verdict.because,
    })
    expect(verdict.witness.map((id) => verdict.trace[id]?.kind)).toEqual(['ok', 'ok'])
    const lanes = new Set(verdict.trace.map((e) => e.node).filter((id) => id !== '*'))
    expect([...lanes].sort()).toEqual([...verdict.nodes].sort())
    expect(verdict.trace.length).toBeLessThan(80)
    for (const e of verdict.trace)
      if (e.fault !== undefined) expect(verdict.faults.map((f) => f.id)).toContain(e.fault)
  })
})
