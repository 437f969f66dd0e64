/** Scripted walks to the boundaries of each rule. No script says what must come out: the judge does. */
import type { Nemesis, SuiteBuilder } from '../../lib/suite/index.ts'
import {
  CHECKER,
  fails,
  hangs,
  Operator,
  type Options,
  obeys,
  type Plan,
  passes,
  stage,
  throws,
  value,
} from './drive.ts'
import { Judge, judged } from './hidden-judge.ts'
import type { Properties } from './properties.ts'

const HOUR_MS = 3_600_000
/** Not 0, so that a schedule on multiples of the interval is none. */
const START_MS = 20
const usual: Options = { intervalMs: 100, timeoutMs: 50, failureThreshold: 2, successThreshold: 2 }

interface Walk {
  plan: Plan
  /** Situations without which it would prove nothing. */
  sees?: string[]
  options?: Partial<Options>
  /** So many rounds, with a look at the end of the last one. */
  rounds: number
  /** Looks from the beginning on, at the end of each round. */
  looks?: boolean
  /** stop() so long after the start; otherwise it goes on. */
  stopAtMs?: number
  stopOn?: string
  /** One more look, in the middle of a round. */
  glanceAtMs?: number
  nemesis?: (n: Nemesis) => Promise<void>
}

export function scripts(s: SuiteBuilder, p: Properties): void {
  // A hung target, and nothing else is looked at.
  s.scenario('a-target-hangs', { seeds: 1, durationMs: 190 }, (sc) => {
    const judge = new Judge(p)
    sc.cost(p.budget, { max: 1, unit: 'probes under way at one target' }, (w) => judge.follow(w).mostUnderWay)
    sc.client('operator', async (c) => {
      await c.at(START_MS)
      await new Operator(c).make({ a: [hangs] }, { ...usual, failureThreshold: 9 })
    })
    stage(sc, ['a'])
  })
  const script = (name: string, walk: Walk) => scripted(s, p, name, walk)

  // ---- one target: results in a row ----
  script('one-failure-is-none', {
    plan: { a: [fails(), passes(), fails(), passes(), fails()] },
    options: { successThreshold: 3 },
    sees: ['unknown became healthy'],
    rounds: 5,
  })
  script('back-again', {
    plan: { a: [fails(), passes(), fails(), passes(), passes(), fails()] },
    options: { failureThreshold: 1 },
    sees: ['unknown became unhealthy', 'unhealthy became healthy'],
    rounds: 6,
  })
  script('failures-in-a-row', {
    plan: { a: [fails(), fails(), passes(), passes(), fails(), fails()] },
    sees: ['unknown became unhealthy', 'healthy became unhealthy'],
    rounds: 6,
  })
  script('three-of-each', {
    plan: { a: [passes(), ...[1, 2, 3, 4].map(() => fails()), ...[1, 2, 3].map(() => passes()), fails()] },
    options: { failureThreshold: 3, successThreshold: 3 },
    sees: ['healthy became unhealthy', 'unhealthy became healthy'],
    rounds: 9,
  })
  script('one-of-each', {
    plan: { a: [passes(), fails(), passes(), fails()] },
    options: { failureThreshold: 1, successThreshold: 1 },
    rounds: 4,
  })

  // ---- time-outs ----
  script('in-time', {
    plan: { a: [passes(49), passes(50), passes(51)] },
    options: { failureThreshold: 1 },
    sees: ['a probe settled 1 ms before its time was over', 'a probe settled when its time was over'],
    rounds: 3,
  })
  script('too-late-to-be-well', {
    plan: { a: [passes(90), passes(80), passes(10)] },
    sees: ['a probe was fulfilled too late'],
    rounds: 3,
  })
  script('failed-once-only', {
    plan: { a: [passes(), fails(90), passes(), obeys, passes(), hangs, hangs] },
    sees: ['a probe was rejected too late'],
    rounds: 7,
  })
  script('an-answer-from-the-last-round', {
    plan: { a: [passes(), hangs, passes(130), hangs, fails(120), passes(30), fails(160), passes(40)] },
    options: { failureThreshold: 4, successThreshold: 1 },
    sees: ['a probe was fulfilled too late', 'a probe was rejected too late'],
    rounds: 8,
  })
  script('awake-again-too-late', {
    plan: { a: [passes(30), passes(30), hangs, passes()] },
    options: { failureThreshold: 1, successThreshold: 1 },
    sees: ['a probe was fulfilled too late'],
    rounds: 4,
    nemesis: async (n) => {
      await n.at(START_MS + 110)
      n.pause(CHECKER, { forMs: 60 })
    },
  })

  // ---- several targets ----
  script('nobody-waits-for-another', {
    plan: { a: [hangs], b: [passes()], c: [fails(40)] },
    sees: ['a target was probed while another one had not answered', 'some targets were healthy'],
    looks: true,
    rounds: 3,
  })
  script('as-they-were-given', {
    plan: { a: [fails(), fails(), passes()], b: [passes()], c: [passes(), passes(), fails()] },
    sees: ['some targets were healthy'],
    looks: true,
    rounds: 5,
  })
  script('none-is-left', {
    plan: { a: [passes(), fails()], b: [fails()], c: [passes(), passes(), hangs, hangs, passes()] },
    sees: ['no target was healthy', 'some targets were healthy'],
    looks: true,
    rounds: 6,
  })
  script('nothing-known-yet', {
    plan: { a: [fails(2)], b: [hangs], c: [fails(40), fails(40), passes()] },
    sees: ['no target was healthy'],
    looks: true,
    rounds: 3,
    // a is unhealthy already, and of the others nothing is known.
    glanceAtMs: START_MS + 105,
  })
  script('probes-that-throw', {
    plan: { a: [throws, value, throws, throws], b: [value, throws, value, value] },
    rounds: 4,
  })

  // ---- pauses and clocks ----
  script('asleep-for-a-while', {
    plan: { a: [passes()], b: [passes(), hangs, passes()] },
    sees: ['a probe was slept through'],
    rounds: 6,
    nemesis: async (n) => {
      await n.at(START_MS + 130)
      n.pause(CHECKER, { forMs: 200 })
    },
  })
  script('the-wall-clock-jumps', {
    plan: { a: [passes(), passes(), hangs, passes()], b: [passes(40)] },
    rounds: 5,
    nemesis: async (n) => {
      await n.at(START_MS + 30)
      n.skew(CHECKER, HOUR_MS)
      await n.at(START_MS + 240)
      n.skew(CHECKER, -2 * HOUR_MS)
    },
  })

  // ---- stop ----
  script('stopped-while-probing', {
    plan: { a: [fails(), passes(40)], b: [passes(), fails()], c: [passes(), obeys] },
    options: { failureThreshold: 1, successThreshold: 1 },
    rounds: 1,
    stopAtMs: 120,
  })
  script('stopped-in-between', { plan: { a: [passes()], b: [fails(80)] }, rounds: 1, stopAtMs: 170 })
  script('stopped-by-who-was-told', {
    plan: { a: [passes(), hangs], b: [passes(), hangs], c: [passes()] },
    options: { failureThreshold: 1 },
    rounds: 1,
    stopOn: 'a unhealthy',
  })
  // onChange may come before healthChecker has returned; stop() comes once it has.
  script('stopped-by-a-throw-at-the-start', {
    plan: { a: [throws], b: [passes()] },
    options: { failureThreshold: 1 },
    rounds: 1,
    stopOn: 'a unhealthy',
  })
}

function scripted(s: SuiteBuilder, p: Properties, name: string, walk: Walk): void {
  const { plan, sees = [], options, rounds, looks, stopAtMs, stopOn, glanceAtMs, nemesis } = walk
  const lastMs = START_MS + rounds * usual.intervalMs
  const ends = stopAtMs === undefined && stopOn === undefined ? lastMs - 1 : lastMs + 2 * usual.intervalMs
  s.scenario(name, { seeds: 1, durationMs: ends }, (sc) => {
    judged(sc, p, sees)
    if (nemesis) sc.nemesis(nemesis)
    sc.client('operator', async (c) => {
      const w = new Operator(c)
      const o = { ...usual, ...options }
      await c.at(START_MS)
      await w.make(plan, o, stopOn)
      if (looks) await w.glance()
      for (let k = 0; k < rounds; k++) {
        const from = START_MS + k * o.intervalMs
        if (glanceAtMs !== undefined && glanceAtMs > from && glanceAtMs < from + o.intervalMs) {
          await c.at(glanceAtMs)
          await w.glance()
        }
        await c.at(from + o.timeoutMs + 45)
        if (looks || k === rounds - 1) await w.glance()
      }
      if (stopAtMs !== undefined) {
        await c.at(START_MS + stopAtMs)
        await w.stop()
      }
    })
    stage(sc, Object.keys(plan))
  })
}
