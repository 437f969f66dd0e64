/** Scripted walks to the boundaries of each rule. No script says what must come out: the model does. */
import type { Scenario, SuiteBuilder } from '../../lib/suite/index.ts'
import { answers, BREAKER, fails, neverAnswers, type Options, stage, throws, value } from './drive.ts'
import { judged } from './hidden-judge.ts'
import { Walk } from './hidden-walk.ts'
import type { Properties } from './properties.ts'

export const HOUR_MS = 3_600_000
export const options: Options = { window: 4, minCalls: 4, failurePct: 50, openMs: 100, probeMs: 30 }
/** Opens at the second failure. */
const touchy: Options = { ...options, window: 2, minCalls: 2 }

export function scripts(s: SuiteBuilder, p: Properties): void {
  const script = scripting(s, p)

  // ---- closed ----
  script(
    'a-success-can-complete-the-count',
    ['a success completed the count and opened the breaker', 'nothing but failures, fewer than minCalls'],
    { ...options, window: 10, minCalls: 5 },
    async (w) => {
      await w.calls(fails(), fails(), fails(), fails(), answers(), answers())
    },
  )
  script(
    'the-window-slides',
    ['an old result left the window', 'the breaker opened at exactly failurePct'],
    options,
    async (w) => {
      await w.calls(fails(), answers(), answers(), answers(), answers(), fails(), fails(), answers())
    },
  )
  script(
    'shares-are-not-rounded',
    ['the share was less than one point below failurePct'],
    { ...options, window: 3, minCalls: 3, failurePct: 67 },
    async (w) => {
      await w.calls(fails(), fails(), answers(), fails(), fails(), fails())
    },
  )
  script(
    'results-count-when-they-come',
    [],
    { ...options, window: 2, minCalls: 2, failurePct: 100 },
    async (w) => {
      await w.together(fails(30), answers(10), fails(20), answers(40))
      await w.pass(50)
    },
  )
  script(
    'plain-values-and-throws',
    ['fn returned a plain value', 'fn threw synchronously'],
    options,
    async (w) => {
      await w.calls(value, throws(), value, throws(), value)
    },
  )

  // ---- open ----
  script(
    'open-until-the-instant',
    [
      'a call came 1 ms before the wait ended',
      'a call came at the instant at which the wait ended',
      'the wall clock jumped while open',
    ],
    touchy,
    async (w) => {
      await w.calls(fails(), fails())
      await w.call(answers())
      await w.toBoundary(-1)
      await w.call(answers())
      await w.toBoundary()
      await w.call(fails(7))
      await w.pass(30)
      await w.call(answers())
      await w.toBoundary()
    },
    (sc) =>
      sc.nemesis(async (n) => {
        await n.at(20)
        n.skew(BREAKER, HOUR_MS)
        await n.at(120)
        n.skew(BREAKER, -HOUR_MS)
      }),
  )
  script(
    'results-after-the-trip',
    ['a failure came late, the breaker open', 'a success came late, the breaker open'],
    touchy,
    async (w) => {
      await w.together(fails(2), fails(2), fails(2), fails(9), answers(20), fails(70))
      await w.pass(20)
      await w.toBoundary(-1)
      await w.call(answers())
      await w.toBoundary()
      await w.call(answers())
    },
  )

  // ---- half-open ----
  script(
    'one-probe-of-many',
    [
      'a call came while the probe was out',
      'a probe succeeded',
      'a failure was counted in an emptied window',
    ],
    touchy,
    async (w) => {
      await w.calls(fails(), fails())
      await w.toBoundary()
      await w.together(answers(20), answers(5), answers(5))
      await w.calls(answers(3), answers(3))
      await w.pass(40)
      await w.calls(fails(), answers())
    },
  )
  script('a-failed-probe-opens-for-the-whole-wait', ['a probe failed'], touchy, async (w) => {
    await w.calls(fails(), fails())
    for (const probe of [fails(10), throws()]) {
      await w.toBoundary(7)
      await w.calls(probe, answers())
      await w.toBoundary(-1)
    }
    w.judge.checksIdle = true
    await w.toBoundary(250)
    await w.calls(answers(4), answers(4))
  })
  script('a-probe-without-an-answer', ['a probe did not settle within probeMs'], touchy, async (w) => {
    await w.calls(fails(), fails())
    await w.toBoundary(11)
    await w.call(neverAnswers)
    await w.toBoundary(-1)
    await w.call(answers())
    await w.toBoundary()
    await w.call(answers())
    await w.toBoundary(-1)
    await w.call(answers())
    await w.toBoundary()
    await w.calls(answers(), answers())
  })
  script(
    'ignored-errors-are-successes',
    ['a probe ended with an ignored error'],
    { ...options, ignore: ['404'] },
    async (w) => {
      await w.calls(fails(2, '404'), fails(2, '404'), fails(), fails(2, '404'), fails())
      await w.toBoundary()
      await w.calls(fails(5, '404'), answers(), fails())
    },
  )
  script(
    'a-probe-that-answers-too-late',
    ['a probe answered after it had been given up'],
    touchy,
    async (w) => {
      await w.calls(fails(), fails())
      await w.toBoundary()
      await w.call(answers(60))
      await w.toBoundary()
      await w.toBoundary()
      await w.call(answers())
      await w.pass(40)
      await w.call(fails())
      await w.call(fails(29))
      await w.pass(40)
    },
  )
  script('nobody-looks-for-a-while', ['a probe answered after it had been given up'], touchy, async (w) => {
    await w.calls(fails(), fails())
    await w.letPass(170)
    w.send(answers(60))
    await w.letPass(65)
    w.send(answers())
    await w.letPass(70)
    await w.call(answers(140))
    await w.letPass(150)
    await w.call(neverAnswers)
    await w.letPass(300)
    await w.calls(answers(), answers())
  })

  // ---- results of an earlier period ----
  script(
    'late-results',
    [
      'a success came late, the breaker half-open',
      'a failure came late, the breaker half-open',
      'a failure came late, the breaker closed',
    ],
    touchy,
    async (w) => {
      await w.together(
        fails(2),
        fails(3),
        answers(110),
        fails(120),
        answers(130),
        fails(135),
        fails(160),
        fails(162),
      )
      await w.pass(10)
      await w.toBoundary(23)
      await w.call(answers(25))
      await w.pass(50)
      await w.calls(answers(), fails())
    },
  )
}

/** A scripted walk; `sees` are the situations without which it would prove nothing. */
function scripting(s: SuiteBuilder, p: Properties) {
  return (
    name: string,
    sees: string[],
    o: Options,
    walk: (w: Walk) => Promise<void>,
    more?: (sc: Scenario) => void,
  ) =>
    s.scenario(name, { seeds: 1, durationMs: 5000 }, (sc) => {
      const judge = judged(sc, p, sees)
      more?.(sc)
      sc.client('page', async (c) => {
        const w = new Walk(c, judge)
        await w.create(o)
        await w.look()
        await walk(w)
      })
      stage(sc)
    })
}
