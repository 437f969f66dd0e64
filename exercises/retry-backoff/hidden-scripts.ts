/** Scripted calls that walk to the boundaries of each rule. No script says what must come out: the judge does. */
import type { Nemesis, SuiteBuilder } from '../../lib/suite/index.ts'
import { Customer, fatal, idempotent, ok, once, type Policy, refused, SHOP, stage, unknown } from './drive.ts'
import { judged } from './hidden-judge.ts'
import type { Properties } from './properties.ts'

export const HOUR_MS = 3_600_000
/** So much in the bucket that it plays no part. */
const rich = { capacity: 1000, cost: 1, refill: 1 }
const policy: Policy = { maxAttempts: 4, baseMs: 20, capMs: 100, totalMs: 5000, bucket: rich }

export function scripts(s: SuiteBuilder, p: Properties): void {
  const script = scripting(s, p)

  // ---- what is tried again, and how often ----
  script('what-is-tried-again', ['a call had to end: kinds'], policy, async (w) => {
    await w.pay(once, ok())
    await w.pay(once, refused(), ok())
    await w.pay(idempotent, unknown(), ok())
    await w.pay(once, unknown(), ok())
    await w.pay(idempotent, fatal, ok())
    await w.pay(once, refused(), unknown(), ok())
    await w.pay(idempotent, refused(), unknown(), refused(), ok())
    await w.pay(idempotent, unknown(), fatal, ok())
  })
  script('first-delays', [], { ...policy, maxAttempts: 2 }, async (w) => {
    w.burst(12, once, refused(undefined, 0))
  })
  script('attempts-run-out', ['a call had to end: attempts'], policy, async (w) => {
    await w.pay(idempotent, unknown(), refused())
    await w.pay(once, refused())
  })
  script('one-attempt-only', ['a call had to end: attempts'], { ...policy, maxAttempts: 1 }, async (w) => {
    await w.pay(idempotent, refused(), ok())
    await w.pay(idempotent, ok())
  })
  script('slow-attempts', [], policy, async (w) => {
    await w.pay(idempotent, unknown(undefined, 400), refused(undefined, 300), ok(200))
  })

  // ---- delays ----
  script('the-smallest-range', [], { ...policy, baseMs: 1, capMs: 1 }, async (w) => {
    w.burst(6, once, refused(undefined, 0))
  })
  script('the-cap', [], { ...policy, maxAttempts: 9, baseMs: 30 }, async (w) => {
    w.burst(4, once, refused(undefined, 0))
  })
  script('retry-after', ['retryAfter was longer than any delay'], policy, async (w) => {
    await w.pay(once, refused(300), refused(0), refused(10), ok())
    await w.pay(idempotent, unknown(150), ok())
    await w.pay(once, refused(5), refused(25), refused(99), ok())
  })

  // ---- the deadline ----
  script('at-the-deadline', ['a call had to end: deadline'], { ...policy, totalMs: 200 }, async (w) => {
    await w.pay(once, refused(198), ok())
    await w.pay(once, refused(197), ok())
    await w.pay(once, refused(197), refused(), ok())
    await w.pay(once, refused(5000), ok())
  })
  script(
    'a-draw-past-the-deadline',
    ['a delay could have passed the deadline'],
    { ...policy, baseMs: 300, capMs: 300, totalMs: 200 },
    async (w) => {
      for (let i = 0; i < 12; i++) await w.pay(once, refused(), ok())
    },
  )
  script(
    'an-attempt-outlives-the-deadline',
    ['a call had to end: deadline'],
    { ...policy, totalMs: 100 },
    async (w) => {
      await w.pay(once, ok(150))
      await w.pay(once, refused(undefined, 100), ok())
      await w.pay(once, refused(undefined, 150), ok())
    },
  )
  script(
    'awake-too-late',
    [],
    { ...policy, totalMs: 300 },
    async (w) => {
      w.send(once, refused(100), ok())
      w.send(once, refused(250), ok())
      await w.c.sleep(1000)
      w.send(once, refused(100), ok())
      await w.c.sleep(1000)
      w.send(once, refused(100), ok())
    },
    async (n) => {
      await n.at(50)
      n.pause(SHOP, { forMs: 350 })
      await n.at(1050)
      n.pause(SHOP, { forMs: 100 })
      // Awake at the deadline exactly.
      await n.at(2050)
      n.pause(SHOP, { forMs: 250 })
    },
  )

  // ---- the bucket ----
  script(
    'one-bucket-for-all',
    ['a call had to end: bucket'],
    { ...policy, bucket: { capacity: 5, cost: 2, refill: 0 } },
    async (w) => {
      // Both retries are decided, and neither has begun, when the third call asks.
      w.send(once, refused(200), ok())
      await w.c.sleep(10)
      w.send(once, refused(200), ok())
      await w.c.sleep(10)
      w.send(once, refused(200), ok())
      await w.c.sleep(500)
      w.send(once, refused(), ok())
    },
  )
  script(
    'success-fills-the-bucket',
    ['a call had to end: bucket'],
    { ...policy, bucket: { capacity: 3, cost: 3, refill: 1 } },
    async (w) => {
      await w.pay(once, refused(), ok())
      await w.pay(once, ok())
      await w.pay(once, refused(), ok())
      await w.pay(once, ok())
      await w.pay(once, refused(), refused(), ok())
      await w.pay(once, refused(), ok())
    },
  )
  script(
    'a-full-bucket-stays-full',
    ['a refill met a full bucket', 'a call had to end: bucket'],
    { ...policy, bucket: { capacity: 4, cost: 2, refill: 3 } },
    async (w) => {
      for (let i = 0; i < 3; i++) await w.pay(once, ok())
      for (let i = 0; i < 3; i++) {
        w.send(once, refused(200), ok())
        await w.c.sleep(5)
      }
      await w.c.sleep(500)
    },
  )
  script(
    'who-does-not-retry-does-not-pay',
    ['a call had to end: deadline', 'a call had to end: kinds'],
    { ...policy, maxAttempts: 2, bucket: { capacity: 2, cost: 2, refill: 0 } },
    async (w) => {
      await w.pay(once, refused(5000), ok())
      await w.pay(once, unknown(), ok())
      await w.pay(once, fatal, ok())
      await w.pay(once, refused(), refused(), ok())
      await w.pay(once, refused(), ok())
    },
  )

  // ---- always ----
  script(
    'the-wall-clock-jumps',
    [],
    { ...policy, totalMs: 400 },
    async (w) => {
      w.send(once, refused(100), refused(100), ok())
      await w.c.sleep(600)
    },
    async (n) => {
      await n.at(50)
      n.skew(SHOP, HOUR_MS)
      await n.at(150)
      n.skew(SHOP, -2 * HOUR_MS)
    },
  )
}

/** `sees` are the situations without which the script would prove nothing. */
function scripting(s: SuiteBuilder, p: Properties) {
  return (
    name: string,
    sees: string[],
    o: Policy,
    script: (w: Customer) => Promise<void>,
    nemesis?: (n: Nemesis) => Promise<void>,
  ) =>
    s.scenario(name, { seeds: 1, durationMs: 20_000 }, (sc) => {
      judged(sc, p, sees)
      if (nemesis) sc.nemesis(nemesis)
      sc.client('customer', async (c) => {
        const w = new Customer(c)
        await w.create(o)
        await script(w)
        await c.sleep(2 * o.totalMs)
      })
      stage(sc)
    })
}
