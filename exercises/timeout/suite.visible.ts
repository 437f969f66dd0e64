/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more.
 * answers(ms), fails(ms), obeys(ms), neverEnds, value and throws() say what the task of one run does, see fixture.ts.
 */
import type { Json } from '../../lib/sim/index.ts'
import { type Property, suite } from '../../lib/suite/index.ts'
import { answers, CALLER, fails, neverEnds, obeys, Page, stage, throws, value } from './drive.ts'
import { declare } from './properties.ts'

export default suite('timeout', (s) => {
  const p = declare(s)

  story('in-time', 'A task that ends before the deadline decides', async (page, see) => {
    await page.scope('page', 100)
    see(p.inTime, 'a task that takes 50 of 100 ms', await page.run('page', answers(50)), 'value')
    see(p.inTime, 'a task that fails after 30 ms', await page.run('page', fails(30)), '503')
    see(p.inTime, 'a task that returns a plain value', await page.run('page', value), 'value')
    see(p.caller, 'a task that throws', await page.run('page', throws()), '503')
  })

  story('too-late', 'A run rejects at the deadline', async (page, see) => {
    const { c } = page
    await page.scope('page', 100)
    const ended = page.run('page', neverEnds)
    const other = page.run('page', answers(100))
    see(p.deadline, 'a task that never ends', await ended, 'TimeoutError')
    see(p.deadline, 'the time it took', c.now, 100)
    see(p.late, 'a task that ends at the deadline exactly', await other, 'TimeoutError')
  })

  story('one-deadline', 'The deadline belongs to the scope, not to the run', async (page, see) => {
    const { c } = page
    await page.scope('page', 100)
    await page.run('page', answers(70))
    see(p.remaining, 'remaining() after 70 of 100 ms', (await page.look('page'))?.remaining ?? null, 30)
    see(p.deadline, 'a second task of 70 ms', await page.run('page', answers(70)), 'TimeoutError')
    see(p.deadline, 'the time both took', c.now, 100)
  })

  story('stop-the-work', 'A task can hear that it is no longer needed', async (page, see) => {
    const { c } = page
    await page.scope('page', 100)
    await page.run('page', answers(10))
    see(p.signal, 'aborted after a run that ended in time', (await page.look('page'))?.aborted ?? null, false)
    see(p.late, 'a task that gives up when told', await page.run('page', obeys(500)), 'TimeoutError')
    see(p.deadline, 'the time it took', c.now, 100)
    see(p.signal, 'aborted after a run that timed out', (await page.look('page'))?.aborted ?? null, true)
  })

  story('three-hops', 'Nobody works longer than the one who waits', async (page, see) => {
    const { c } = page
    await page.scope('page', 100)
    // Pricing takes 60 ms before it calls tax, to which it gives 80 ms. 40 are left.
    const tax = page.inChild('tax', 80, neverEnds, 60)
    see(p.childDeadline, 'a page that waits for pricing', await page.run('page', tax), 'TimeoutError')
    see(p.childDeadline, 'the time it took', c.now, 100)
    see(p.childDeadline, 'what tax has left', (await page.look('tax'))?.remaining ?? null, 0)
    see(p.signal, 'whether tax was told', (await page.look('tax'))?.aborted ?? null, true)
  })

  story('impatient-child', 'A child may give up earlier, and its parent goes on', async (page, see) => {
    await page.scope('page', 100)
    await page.scope('tax', 20, 'page')
    see(p.childDeadline, 'a task of 50 ms with 20', await page.run('tax', answers(50)), 'TimeoutError')
    see(p.signal, "whether the parent's signal is aborted", (await page.look('page'))?.aborted ?? null, false)
    see(p.inTime, 'the fallback', await page.run('page', answers(50)), 'value')
  })

  story('no-time-left', 'A scope without time left calls nothing', async (page, see) => {
    await page.scope('page', 0)
    see(p.expired, 'a run with 0 ms', await page.run('page', value), 'TimeoutError')
    see(p.expired, 'the number of tasks called', page.tasksCalled, 0)
  })

  story(
    'a-pause',
    'A process sleeps past its deadline, and a result is waiting when it wakes',
    async (page, see) => {
      await page.scope('page', 100)
      const ended = await page.run('page', answers(50))
      // Without the pause, or with a short one, it is seen in time.
      const { now } = page.c
      const expected = now < 100 ? 'value' : 'TimeoutError'
      see(p.late, `a result that came at 50 ms and was seen at ${now} ms`, ended, expected)
    },
    200,
  )

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(
    name: string,
    title: string,
    script: (page: Page, see: See) => Promise<void>,
    pausedUntil?: number,
  ) {
    s.scenario(name, { seeds: 1, durationMs: 5000, title }, (sc) => {
      sc.client('page', async (c) => {
        const marks = ['task called', 'task settled', 'aborted', 'run settled']
        await script(new Page(c), (property, what, got, expected) => {
          if (got === expected) return
          const mark = c.w.trace.findLast((e) => e.kind === 'note' && marks.includes(e.label ?? ''))
          const last = c.w.trace.findLast((e) => e.kind === 'ok')
          // With their making the scopes stay in the picture.
          const made = c.w.trace.filter((e) => e.kind === 'note' && e.label === 'scope made')
          const because = `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${got}, but it must be ${expected}.`
          const witness = [...made, mark, last].flatMap((e) => (e ? [e.id] : []))
          c.fail(property, { because, expected, got, witness })
        })
      })
      stage(sc)
      if (pausedUntil === undefined) return
      sc.nemesis(async (n) => {
        await n.at(10)
        n.pause(CALLER, { forMs: pausedUntil - 10 })
      })
    })
  }
})

type See = (property: Property, what: string, got: Json, expected: Json) => void
