/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more.
 * answers(ms), fails(ms), neverAnswers, value and throws() say what fn does for that one call, see fixture.ts.
 */
import type { Json } from '../../lib/sim/index.ts'
import { type Property, suite } from '../../lib/suite/index.ts'
import { answers, fails, neverAnswers, type Options, Page, stage, throws, value } from './drive.ts'
import { declare } from './properties.ts'

const options: Options = { window: 4, minCalls: 4, failurePct: 50, openMs: 1000, probeMs: 200 }

export default suite('circuit-breaker', (s) => {
  const p = declare(s)

  story('half-of-four', 'Two failures of four calls open the breaker', async (page, see) => {
    await page.create(options)
    await page.fire(fails())
    await page.fire(answers())
    await page.fire(answers())
    see(p.trip, 'after 1 failure in 3 calls', await page.state(), 'closed')
    await page.fire(fails())
    see(p.trip, 'after 2 failures in 4 calls', await page.state(), 'open')
  })

  story(
    'what-counts',
    'Ignored errors and plain values are successes, thrown errors are failures',
    async (page, see) => {
      await page.create({ ...options, ignore: ['404'] })
      see(p.caller, 'a call that failed with 404', await page.fire(fails(5, '404')), 'error')
      see(p.caller, 'a call of which fn returned a plain value', await page.fire(value), 'value')
      await page.fire(fails(5, '404'))
      await page.fire(value)
      see(p.trip, 'after 4 successes', await page.state(), 'closed')
      see(p.caller, 'a call in which fn threw', await page.fire(throws()), 'error')
      await page.fire(throws())
      see(p.trip, 'after 2 failures in the last 4 calls', await page.state(), 'open')
    },
  )

  story('fail-fast', 'An open breaker answers at once and leaves the service alone', async (page, see) => {
    const { c } = page
    await page.create(options)
    for (let i = 0; i < 4; i++) await page.fire(fails())
    const openedAt = c.now
    const before = page.callsOfFn
    see(p.open, 'a call while open', await page.fire(answers()), 'OpenError')
    await c.at(openedAt + 999)
    see(p.open, 'a call 1 ms before openMs have passed', await page.fire(answers()), 'OpenError')
    see(p.open, 'the number of calls of fn while open', page.callsOfFn - before, 0)
    await c.at(openedAt + 1000)
    see(p.open, 'when openMs have passed', await page.state(), 'half-open')
  })

  story('failures-after-the-trip', 'Concurrent failures open the breaker once', async (page, see) => {
    const { c } = page
    await page.create(options)
    page.burst(fails(5), fails(5), fails(5), fails(5), fails(5), fails(400))
    await c.sleep(5)
    const openedAt = c.now
    await c.at(openedAt + 999)
    see(p.singleOpening, '1 ms before openMs have passed', await page.state(), 'open')
    await c.at(openedAt + 1000)
    see(p.singleOpening, 'when openMs have passed since the first opening', await page.state(), 'half-open')
  })

  story(
    'one-probe',
    'In half-open one call goes through, and its success closes the breaker',
    async (page, see) => {
      const { c } = page
      await page.create(options)
      for (let i = 0; i < 4; i++) await page.fire(fails())
      await c.sleep(1500)
      const before = page.callsOfFn
      const probe = page.fire(answers(50))
      see(p.probe, 'a second call while the probe is out', await page.fire(answers()), 'OpenError')
      see(p.probe, 'the number of calls of fn in half-open', page.callsOfFn - before, 1)
      see(p.caller, 'the probe', await probe, 'value')
      see(p.probeOutcome, 'after a good probe', await page.state(), 'closed')
      for (let i = 0; i < 3; i++) await page.fire(fails())
      see(p.probeOutcome, 'after 3 failures in a window that the probe emptied', await page.state(), 'closed')
    },
  )

  story('bad-probe', 'A probe that fails, or gives no answer, opens the breaker again', async (page, see) => {
    const { c } = page
    await page.create(options)
    for (let i = 0; i < 4; i++) await page.fire(fails())
    await c.sleep(1000)
    await page.fire(fails(50))
    see(p.leavesHalfOpen, 'after a failed probe', await page.state(), 'open')
    await c.sleep(1000)
    void page.fire(neverAnswers)
    await c.sleep(199)
    see(p.probe, 'when the probe has been out for 199 ms', await page.state(), 'half-open')
    await c.sleep(1)
    see(p.leavesHalfOpen, 'when the probe has been out for probeMs', await page.state(), 'open')
  })

  story('late-success', 'A success from before the outage does not close the breaker', async (page, see) => {
    await page.create(options)
    const slow = page.fire(answers(100))
    for (let i = 0; i < 4; i++) await page.fire(fails())
    see(p.caller, 'the slow call', await slow, 'value')
    see(p.stale, 'after the late success', await page.state(), 'open')
  })

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(name: string, title: string, script: (page: Page, see: See) => Promise<void>) {
    s.scenario(name, { seeds: 1, durationMs: 10_000, title }, (sc) => {
      sc.client('page', async (c) => {
        const marks = ['fn called', 'fn answered', 'fire settled']
        await script(new Page(c), (property, what, got, expected) => {
          if (got === expected) return
          const mark = c.w.trace.findLast((e) => e.kind === 'note' && marks.includes(e.label ?? ''))
          const last = c.w.trace.findLast((e) => e.kind === 'ok')
          const because = `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${got}, but it must be ${expected}.`
          const witness = [mark, last].flatMap((e) => (e ? [e.id] : []))
          // The results before it are why: they are in the breaker's memory.
          const results = c.w.trace.filter((e) => e.kind === 'note' && e.label === 'fn answered')
          const context = results.slice(-5).map((e) => e.id)
          c.fail(property, { because, expected, got, witness, context })
        })
      })
      stage(sc)
    })
  }
})

type See = (property: Property, what: string, got: Json, expected: Json) => void
