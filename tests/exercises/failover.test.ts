import { describe, expect, test } from 'vitest'
import { SILENT_AT_MS, simulate } from '../../content/patterns/failover/figures/one-silence.ts'
import hidden from '../../exercises/failover/suite.hidden.ts'
import view from '../../exercises/failover/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { pictureAt } from '../../lib/spacetime/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

describe('failover: the picture', () => {
  test('shows whom the controller named, who was active under which epoch, and its entries', async () => {
    const port = openPlainPort(exerciseJs('failover', 'solution.ts'))
    const { trace, violation, lanes } = await runOnce(hidden, port, { seed: 'crash#0' })
    expect(violation).toBeUndefined()
    const picture = pictureAt(view, trace, lanes, trace.length - 1)
    if (picture?.kind !== 'timeline') throw new Error('a timeline was expected')
    const [controller, ...workers] = picture.rows
    expect(controller?.bars[0]?.text).toMatch(/^names w[12], 1$/)
    expect(workers.map((w) => w.name.slice(0, 2))).toEqual(['w1', 'w2'])
    for (const w of workers) {
      expect(w.bars[0]?.text).toMatch(/^epoch \d+$/)
      expect(w.ticks?.some((t) => t.look === 'full')).toBe(true)
    }
  })

  test('what a solution traces itself changes nothing', async () => {
    const solution = exerciseJs('failover', 'solution.ts')
    const talkative = solution.replace('moving = true', "moving = true; ctx.trace('activate', { epoch: 9 })")
    expect(talkative).not.toBe(solution)
    const { violation, trace } = await runOnce(hidden, openPlainPort(talkative), { seed: 'blip#0' })
    expect(violation).toBeUndefined()
    expect(trace.some((e) => e.kind === 'note')).toBe(true)
  })
})

describe('failover: the figure', () => {
  test('without a fence a worker that is cut off goes on writing after the other has taken over', async () => {
    const o = await simulate('cut', 1200, 3, false)
    expect(o.movedMs).toBeGreaterThan(SILENT_AT_MS + 400)
    expect(o.mixed.length).toBeGreaterThan(5)
  })

  test('a paused one goes on when it wakes, and not before', async () => {
    const o = await simulate('paused', 1200, 3, false)
    expect(o.mixed[0]?.atMs).toBeGreaterThanOrEqual(SILENT_AT_MS + 1200)
  })

  test('with a fence nothing of the old one is taken', async () => {
    const o = await simulate('cut', 1200, 3, true)
    expect(o.mixed).toEqual([])
    expect(o.writes.some((w) => w.worker === 'w1' && !w.taken)).toBe(true)
  })

  test('one miss moves the job at a hiccup, three do not, eight leave it undone for long', async () => {
    expect((await simulate('cut', 150, 1, true)).movedMs).toBeDefined()
    expect((await simulate('cut', 350, 3, true)).movedMs).toBeUndefined()
    expect((await simulate('paused', 2000, 8, true)).longestGapMs).toBeGreaterThan(1500)
  })
})
