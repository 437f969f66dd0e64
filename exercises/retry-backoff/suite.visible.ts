/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more.
 * ok(), refused(retryAfter), unknown(retryAfter) and fatal say how one attempt ends, see fixture.ts; the last one is repeated.
 */
import type { Json } from '../../lib/sim/index.ts'
import { type Property, suite } from '../../lib/suite/index.ts'
import { Customer, fatal, idempotent, ok, once, type Policy, refused, stage, unknown } from './drive.ts'
import { declare } from './properties.ts'

const policy: Policy = {
  maxAttempts: 3,
  baseMs: 100,
  capMs: 150,
  totalMs: 1000,
  bucket: { capacity: 100, cost: 10, refill: 1 },
}
const gaveUp = 'the last failure'

export default suite('retry-backoff', (s) => {
  const p = declare(s)

  story('a-hiccup', 'A refused call is tried again', policy, async (w, see) => {
    see(p.kinds, 'a call that is refused once', await w.pay(once, refused(), ok()), 'value')
    see(p.attempts, 'the number of attempts', w.attempts, 2)
  })

  story('three-times', 'maxAttempts counts the first attempt', policy, async (w, see) => {
    see(p.caller, 'a call that is always refused', await w.pay(once, refused()), gaveUp)
    see(p.attempts, 'the number of attempts', w.attempts, 3)
  })

  story('charged-or-not', 'Only an idempotent call may be repeated blindly', policy, async (w, see) => {
    see(p.kinds, 'an unknown end, not idempotent', await w.pay(once, unknown(), ok()), gaveUp)
    see(p.attempts, 'the number of attempts', w.attempts, 1)
    see(p.kinds, 'an unknown end, idempotent', await w.pay(idempotent, unknown(), ok()), 'value')
    see(p.kinds, 'a fatal end', await w.pay(idempotent, fatal, ok()), gaveUp)
    see(p.attempts, 'the number of attempts', w.attempts, 4)
  })

  story('in-range', 'The delay stays below its limit', policy, async (w, see) => {
    const { c } = w
    await w.pay(once, refused(), ok())
    // Two attempts of 2 ms each.
    see(p.delay, 'whether the delay is at most baseMs', c.now - 4 <= 100, true)
    const before = c.now
    await w.pay(once, refused())
    see(p.delay, 'whether both delays together are at most 100 + 150 ms', c.now - before - 6 <= 250, true)
  })

  story('when-told-to-wait', 'retryAfter is the least there is', policy, async (w, see) => {
    const { c } = w
    await w.pay(once, refused(400), ok())
    see(p.retryAfter, 'the time with retryAfter 400 and two attempts of 2 ms', c.now, 404)
  })

  story('no-time-left', 'No sleep towards an attempt that may not be made', policy, async (w, see) => {
    const { c } = w
    see(p.deadline, 'a call that is told to wait 998 ms', await w.pay(once, refused(998), ok()), gaveUp)
    see(p.deadline, 'the time that took', c.now, 2)
    const before = c.now
    see(p.deadline, 'a call that is told to wait 997 ms', await w.pay(once, refused(997), ok()), 'value')
    see(p.deadline, 'the time that took', c.now - before, 1001)
  })

  story(
    'a-shared-bucket',
    'All calls pay from one bucket',
    { ...policy, bucket: { capacity: 20, cost: 10, refill: 5 } },
    async (w, see) => {
      see(p.bucket, 'a call that is always refused', await w.pay(once, refused()), gaveUp)
      see(p.bucket, 'its attempts', w.attempts, 3)
      see(p.bucket, 'the next one, with an empty bucket', await w.pay(once, refused(), ok()), gaveUp)
      await w.pay(once, ok())
      await w.pay(once, ok())
      see(p.bucket, 'after two successes', await w.pay(once, refused(), ok()), 'value')
    },
  )

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(name: string, title: string, o: Policy, script: (w: Customer, see: See) => Promise<void>) {
    s.scenario(name, { seeds: 1, durationMs: 10_000, title }, (sc) => {
      sc.client('customer', async (c) => {
        const w = new Customer(c)
        await w.create(o)
        await script(w, (property, what, got, expected) => {
          if (got === expected) return
          const marks = ['attempt', 'attempt ended', 'call settled']
          const mark = c.w.trace.findLast((e) => e.kind === 'note' && marks.includes(e.label ?? ''))
          const last = c.w.trace.findLast((e) => e.kind === 'ok')
          const because = `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${got}, but it must be ${expected}.`
          const witness = [mark, last].flatMap((e) => (e ? [e.id] : []))
          c.fail(property, { because, expected, got, witness })
        })
      })
      stage(sc)
    })
  }
})

type See = (property: Property, what: string, got: Json, expected: Json) => void
