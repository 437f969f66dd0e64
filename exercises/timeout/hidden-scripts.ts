/** Scripted walks to the boundaries of each rule. No script says what must come out: the judge does. */
import type { Nemesis, SuiteBuilder } from '../../lib/suite/index.ts'
import { answers, CALLER, fails, neverEnds, obeys, stage, throws, value } from './drive.ts'
import { judged } from './hidden-judge.ts'
import { Walk } from './hidden-walk.ts'
import type { Properties } from './properties.ts'

export const HOUR_MS = 3_600_000

export function scripts(s: SuiteBuilder, p: Properties): void {
  const script = scripting(s, p)

  // ---- one scope ----
  script('in-time', ['a task ended 1 ms before its deadline'], async (w) => {
    await w.scope('a', 100)
    for (const does of [answers(10), fails(20), value, throws(), fails(99), answers(99)]) w.send('a', does)
    await w.to(99)
  })
  script('nothing-ends', [], async (w) => {
    await w.scope('a', 100)
    await w.pass(30)
    w.send('a', neverEnds)
    await w.to(150)
  })
  script(
    'at-the-deadline',
    ['a task ended at its deadline', 'a result came first, and too late'],
    async (w) => {
      await w.scope('a', 100)
      w.send('a', answers(100))
      w.send('a', fails(100))
      w.send('a', answers(101))
      await w.to(120)
    },
  )
  script(
    'awake-again-too-late',
    ['a result came first, and too late'],
    async (w) => {
      await w.scope('a', 100)
      w.send('a', answers(60))
      w.send('a', fails(70))
      w.send('a', answers(120))
      w.send('a', neverEnds)
      await w.pass(200)
    },
    async (n) => {
      await n.at(50)
      n.pause(CALLER, { forMs: 100 })
    },
  )
  script(
    'awake-again-in-time',
    [],
    async (w) => {
      await w.scope('a', 100)
      w.send('a', answers(60))
      w.send('a', fails(70))
      await w.pass(95)
    },
    async (n) => {
      await n.at(50)
      n.pause(CALLER, { forMs: 40 })
    },
  )
  script('several-runs-share-a-deadline', [], async (w) => {
    await w.scope('a', 100)
    w.send('a', answers(40))
    await w.pass(60)
    w.send('a', answers(41))
    w.send('a', answers(39))
    w.send('a', neverEnds)
    await w.to(140)
  })
  script('several-scopes-at-once', [], async (w) => {
    await w.scope('a', 100)
    await w.scope('b', 60)
    w.send('a', answers(80))
    w.send('b', answers(80))
    w.send('b', answers(50))
    await w.to(140)
  })
  script('no-time-left', ['a run began in a scope without time left'], async (w) => {
    await w.scope('a', 0)
    w.send('a', value)
    await w.glance()
    await w.scope('b', 20)
    await w.toDeadline('b')
    w.send('b', answers())
    await w.pass(5)
    w.send('b', throws())
    await w.pass(5)
  })
  script('an-abandoned-task-fails-later', ['an abandoned task failed later'], async (w) => {
    await w.scope('a', 20)
    w.send('a', fails(50))
    w.send('a', answers(60))
    await w.pass(100)
  })

  // ---- signals ----
  script('a-good-run-aborts-nothing', [], async (w) => {
    await w.scope('a', 100)
    for (const does of [answers(10), fails(15), value, throws()]) w.send('a', does)
    await w.pass(30)
    w.send('a', obeys(50))
    await w.pass(100)
  })
  script('tasks-that-stop-when-told', ['a result came first, and too late'], async (w) => {
    await w.scope('a', 50)
    w.send('a', obeys(200))
    w.send('a', neverEnds)
    w.send('a', obeys(300))
    await w.pass(80)
  })

  // ---- children ----
  script(
    'a-child-asks-for-more-than-there-is',
    ['a parent had less time left than its child asked for'],
    async (w) => {
      await w.scope('a', 100)
      await w.pass(40)
      await w.scope('b', 80, 'a')
      w.send('b', answers(59))
      w.send('b', neverEnds)
      await w.to(130)
    },
  )
  script('a-child-asks-for-less', ['a child had less time than its parent'], async (w) => {
    await w.scope('a', 100)
    await w.pass(10)
    await w.scope('b', 20, 'a')
    await w.pass(5)
    w.send('a', answers(60))
    w.send('b', answers(14))
    w.send('b', neverEnds)
    await w.to(90)
    await w.scope('c', 0, 'a')
    w.send('c', value)
    await w.toDeadline('a')
    await w.scope('d', 50, 'a')
    w.send('d', value)
    await w.pass(60)
  })
  script('grandchildren', [], async (w) => {
    await w.scope('a', 100)
    await w.scope('b', 60, 'a')
    await w.scope('c', 90, 'b')
    await w.scope('d', 30, 'c')
    for (const scope of ['a', 'b', 'c', 'd']) w.send(scope, neverEnds)
    await w.to(130)
  })
  script('hop-after-hop', ['a parent had less time left than its child asked for'], async (w) => {
    await w.scope('a', 100)
    w.send('a', w.inChild('b', 90, w.inChild('c', 80, neverEnds, 30), 40))
    await w.to(170)
  })
  script('an-impatient-hop', ['a child had less time than its parent'], async (w) => {
    await w.scope('a', 100)
    w.send('a', w.inChild('b', 30, neverEnds, 20))
    w.send('a', w.inChild('c', 30, obeys(90)))
    w.send('a', answers(70))
    await w.to(130)
  })

  // ---- clocks ----
  script(
    'the-wall-clock-jumps',
    [],
    async (w) => {
      await w.scope('a', 100)
      await w.pass(20)
      await w.scope('b', 60, 'a')
      w.send('a', answers(70))
      w.send('a', neverEnds)
      w.send('b', neverEnds)
      await w.to(130)
    },
    async (n) => {
      await n.at(30)
      n.skew(CALLER, HOUR_MS)
      await n.at(50)
      n.skew(CALLER, -2 * HOUR_MS)
    },
  )

  // ---- timers ----
  script('nothing-ticks-when-idle', [], async (w) => {
    w.judge.countsTimers = true
    await w.scope('a', 100)
    await w.glance()
    w.send('a', answers(20))
    w.send('a', fails(30))
    await w.pass(35)
    w.send('a', value)
    w.send('a', throws())
    await w.pass(5)
    w.send('a', neverEnds)
    await w.pass(80)
    w.send('a', value)
    await w.pass(5)
  })
}

/** A scripted walk; `sees` are the situations without which it would prove nothing. */
function scripting(s: SuiteBuilder, p: Properties) {
  return (
    name: string,
    sees: string[],
    walk: (w: Walk) => Promise<void>,
    nemesis?: (n: Nemesis) => Promise<void>,
  ) =>
    s.scenario(name, { seeds: 1, durationMs: 3000 }, (sc) => {
      const judge = judged(sc, p, sees)
      if (nemesis) sc.nemesis(nemesis)
      sc.client('page', (c) => walk(new Walk(c, judge)))
      stage(sc)
    })
}
