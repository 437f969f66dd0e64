import { describe, expect, test } from 'vitest'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { compareRuns, type Layout, layoutPair, describe as told } from '../../lib/spacetime/index.ts'
import { explore, type Failed, type Passed, replay, suite } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

const program = `
import { node } from 'faultline'
export default node((ctx) => {
  let heard = 0
  ctx.on('tick', () => { heard += 1; ctx.view({ heard }) })
  ctx.on('ask', () => heard)
})`

const demo = suite('lost-tick', (s) => {
  const all = s.property('all-ticks', 'Every tick is heard.', { kind: 'safety' })
  s.scenario('cut', { seeds: 1, durationMs: 400 }, (sc) => {
    sc.nodes(['n1'])
    sc.client('c1', async (c) => {
      for (const ms of [20, 60, 100]) {
        await c.at(ms)
        c.send('n1', 'tick')
      }
      await c.at(200)
      const r = await c.call('n1', 'ask')
      if (r.ok && r.value < 3)
        c.fail(all, { because: 'a tick was lost', expected: 3, got: r.value, witness: [r.endId] })
    })
    sc.nemesis(async (n) => {
      await n.at(50)
      n.cut('c1', 'n1', { forMs: 30 })
    })
  })
})

async function bothRuns(): Promise<{ failing: Failed; passing: NonNullable<Passed['run']> }> {
  const js = transpile(program)
  if (!js.ok) throw new Error(js.message)
  const clock = () => 0
  const failing = await explore(demo, openPlainPort(js.js), { clock })
  if (failing.outcome !== 'failed') throw new Error(failing.outcome)
  const passing = await replay(demo, openPlainPort(js.js), { seed: failing.seed, faults: [] }, { clock })
  if (passing.outcome !== 'passed' || !passing.run) throw new Error(passing.outcome)
  return { failing, passing: passing.run }
}

const { failing, passing } = await bothRuns()
const c = compareRuns(failing.trace, passing.trace, failing.nodes)

describe('a failing run beside the run without its fault', () => {
  test('they part where the fault begins, and are the same before', () => {
    expect(c.partAt).toBe(50)
    const before = failing.trace.filter((e) => e.at < 50 && e.kind !== 'view')
    expect(c.pairs.filter((p) => p.same).length).toBeGreaterThanOrEqual(before.length)
    for (const e of before) expect(c.pairs.find((p) => p.failing === e.id)?.same).toBe(true)
  })

  test('the cut and the lost tick are only in one, the delivered tick only in the other', () => {
    const only = (trace: Failed['trace'], ids: readonly number[]) =>
      ids.map((id) => trace.find((e) => e.id === id)!).map((e) => e.kind)
    expect(only(c.failing, c.onlyFailing)).toEqual(expect.arrayContaining(['cut', 'drop']))
    expect(only(c.passing, c.onlyPassing)).toContain('deliver')
    expect(only(c.passing, c.onlyPassing)).not.toContain('drop')
  })

  test('the answer is in both and not the same', () => {
    const changed = c.pairs.filter((p) => !p.same)
    const said = changed.map((p) => [
      told(c.failing.find((e) => e.id === p.failing)!, c.failing),
      told(c.passing.find((e) => e.id === p.passing)!, c.passing),
    ])
    expect(said).toContainEqual(["c1's ask returns: 2", "c1's ask returns: 3"])
  })

  test('a run beside itself never parts', () => {
    const same = compareRuns(passing.trace, passing.trace, passing.nodes)
    expect(same).toMatchObject({ partAt: undefined, onlyFailing: [], onlyPassing: [] })
  })
})

describe('the two drawings', () => {
  const pair = layoutPair(c, failing.nodes, { witness: failing.witness })
  const yOf = (l: Layout, id: number) => l.marks.find((m) => m.id === id)?.y

  test('what both runs did stands at one height, in both as tall', () => {
    const drawn = c.pairs.filter((p) => yOf(pair.failing, p.failing) !== undefined)
    expect(drawn.length).toBeGreaterThan(6)
    for (const p of drawn.filter((d) => d.same))
      expect(yOf(pair.passing, p.passing)).toBe(yOf(pair.failing, p.failing))
    expect(pair.passing.height).toBe(pair.failing.height)
  })

  test('rows go down and keep their distance, and the line stands above the first difference', () => {
    for (const l of [pair.failing, pair.passing])
      for (let i = 1; i < l.rows.length; i++)
        expect(l.rows[i]!.y - l.rows[i - 1]!.y).toBeGreaterThanOrEqual(l.rowHeight)
    for (const r of pair.failing.rows)
      if (r.at < 50) expect(r.y).toBeLessThan(pair.partY!)
      else expect(r.y).toBeGreaterThan(pair.partY!)
  })
})
