/**
 * Scripted reports that lead to the boundaries of each rule. No script says what must come out: the model does. Reports come
 * at multiples of 4 ms, staleMs is one more than such a multiple, raiseMs and clearMs are two more: so no page is ever due in an
 * instant in which the health of its service changes.
 */
import type { Nemesis, SuiteBuilder } from '../../lib/suite/index.ts'
import { MONITOR, type OnCall, type Options, type Report, stage } from './drive.ts'
import { counted, type Judge, judged } from './hidden-judge.ts'
import type { Properties } from './properties.ts'

const HOUR_MS = 3_600_000

const alone: Options = { services: ['api'], deps: {}, upPct: 50, staleMs: 401, raiseMs: 50, clearMs: 38 }
/** What others need stands behind them: nobody may rely on the order. */
const shop: Options = {
  ...alone,
  services: ['shop', 'mail', 'auth', 'db'],
  deps: { shop: ['auth'], auth: ['db'], mail: ['db'] },
}

export function scripts(s: SuiteBuilder, p: Properties): void {
  const script = scripting(s, p)
  health(script)
  paging(script)
  causes(script)
  around(script)
}

type Script = ReturnType<typeof scripting>

/** Which reports count, and what they say together. */
function health(script: Script): void {
  script('half-is-not-enough', [], alone, 40, [
    [4, 'paris', 'api', 'up'],
    [8, 'tokyo', 'api', 'down'],
    [12, 'lima', 'api', 'up'],
    [16, 'oslo', 'api', 'down'],
    [20, 'tokyo', 'api', 'up'],
  ])
  script('one-of-five-and-one-of-six', [], { ...alone, upPct: 18 }, 40, [
    [4, 'paris', 'api', 'up'],
    [8, 'tokyo', 'api', 'down'],
    [12, 'lima', 'api', 'down'],
    [16, 'oslo', 'api', 'down'],
    [20, 'perth', 'api', 'down'],
    [24, 'cairo', 'api', 'down'],
  ])
  script('one-is-enough', [], { ...alone, upPct: 0 }, 40, [
    [4, 'paris', 'api', 'down'],
    [8, 'tokyo', 'api', 'up'],
    [12, 'tokyo', 'api', 'down'],
  ])
  script('one-bad-vantage-point', [], { ...alone, upPct: 33 }, 220, [
    [4, 'paris', 'api', 'up'],
    [8, 'tokyo', 'api', 'up'],
    [12, 'lima', 'api', 'up'],
    [20, 'paris', 'api', 'down'],
    [80, 'paris', 'api', 'down'],
    [152, 'tokyo', 'api', 'down'],
    [156, 'lima', 'api', 'down'],
  ])
  script('only-the-latest-counts', [], { ...alone, upPct: 30 }, 60, [
    [4, 'paris', 'api', 'up'],
    [8, 'tokyo', 'api', 'up'],
    [12, 'paris', 'api', 'down'],
    [16, 'paris', 'api', 'down'],
    [20, 'paris', 'api', 'down'],
    [24, 'paris', 'api', 'down'],
    [28, 'paris', 'api', 'down'],
    [40, 'tokyo', 'api', 'down'],
    [44, 'paris', 'api', 'up'],
  ])
  script('all-fall-silent', ['a service went silent', 'a service was cleared'], short, 180, [
    [4, 'paris', 'api', 'up'],
    [8, 'tokyo', 'api', 'up'],
    [124, 'paris', 'api', 'up'],
  ])
  script('a-failing-report-goes-stale', ['a service was up because a report went stale'], short, 110, [
    [4, 'paris', 'api', 'down'],
    [20, 'tokyo', 'api', 'up'],
    [60, 'tokyo', 'api', 'up'],
  ])
  script('half-of-them-fall-silent', [], short, 140, [
    [4, 'paris', 'api', 'up'],
    [8, 'tokyo', 'api', 'up'],
    [12, 'lima', 'api', 'up'],
    [44, 'paris', 'api', 'up'],
    [84, 'paris', 'api', 'up'],
  ])
}

/** Reports are soon too old. */
const short: Options = { ...alone, staleMs: 61 }

/** When somebody is called, and when called off. */
function paging(script: Script): void {
  script(
    'nobody-ever-reports',
    [
      'a service was raised that nobody had reported about',
      'a service was due together with what it depends on',
    ],
    shop,
    80,
    [],
    { createAtMs: 8 },
  )
  script('down-for-long-enough', [], alone, 80, [
    [4, 'paris tokyo', 'api', 'up'],
    [20, 'paris', 'api', 'down'],
    [24, 'tokyo', 'api', 'down'],
    [40, 'paris', 'api', 'down'],
    [60, 'tokyo', 'api', 'down'],
  ])
  script('down-silent-and-down-again', ['a service went silent'], { ...alone, staleMs: 33 }, 80, [
    [4, 'paris', 'api', 'up'],
    [12, 'paris', 'api', 'down'],
    [52, 'paris', 'api', 'down'],
  ])
  script('almost-long-enough', [], alone, 130, [
    [4, 'paris', 'api', 'up'],
    [12, 'paris', 'api', 'down'],
    [60, 'paris', 'api', 'up'],
    [64, 'paris', 'api', 'down'],
  ])
  script('up-for-long-enough', ['a raised service was up for a moment'], alone, 150, [
    [60, 'paris', 'api', 'up'],
    [96, 'paris', 'api', 'down'],
    [100, 'paris', 'api', 'up'],
    [120, 'paris', 'api', 'up'],
  ])
  script(
    'silence-is-not-recovery',
    ['a raised service was up for a moment'],
    { ...alone, staleMs: 21 },
    130,
    [
      [60, 'paris', 'api', 'up'],
      [84, 'paris', 'api', 'up'],
      [100, 'paris', 'api', 'up'],
      [116, 'paris', 'api', 'up'],
    ],
  )
  script('episode-after-episode', ['a raised service was up for a moment'], alone, 300, [
    [60, 'paris', 'api', 'up'],
    [80, 'paris', 'api', 'down'],
    [140, 'paris', 'api', 'up'],
    [192, 'paris', 'api', 'down'],
    [252, 'paris', 'api', 'up'],
  ])
}

/** One page for one cause. */
function causes(script: Script): void {
  script(
    'one-cause-many-symptoms',
    ['a service was due together with what it depends on', 'a service came back that had been held back'],
    shop,
    160,
    [
      [4, 'paris', 'shop mail auth db', 'up'],
      [20, 'paris', 'shop mail auth db', 'down'],
      [100, 'paris', 'shop mail auth db', 'up'],
    ],
  )
  script('the-cause-comes-later', ['a service was cleared'], shop, 170, [
    [4, 'paris', 'shop mail auth db', 'up'],
    [20, 'paris', 'shop', 'down'],
    [40, 'paris', 'db', 'down'],
    [100, 'paris', 'shop', 'up'],
    [120, 'paris', 'db', 'up'],
  ])
  script(
    'through-a-healthy-one',
    ['a service was held back', 'a service was raised when it was no longer held back'],
    shop,
    270,
    [
      [4, 'paris', 'shop mail auth db', 'up'],
      [20, 'paris', 'db', 'down'],
      [60, 'paris', 'shop', 'down'],
      [180, 'paris', 'db', 'up'],
      [188, 'paris', 'mail', 'down'],
      [220, 'paris', 'shop', 'up'],
    ],
  )
  script(
    'one-cause-after-another',
    ['a service was held back', 'a service was raised when it was no longer held back'],
    { ...shop, deps: { shop: ['auth', 'db'] } },
    260,
    [
      [4, 'paris', 'shop mail auth', 'up'],
      [20, 'paris', 'shop', 'down'],
      [88, 'paris', 'auth', 'down'],
      [100, 'paris', 'db', 'up'],
      [200, 'paris', 'auth', 'up'],
    ],
  )
}

/** Clocks, the end, and what it costs. */
function around(script: Script): void {
  script(
    'the-wall-clock-jumps',
    ['a service went silent', 'a service was cleared'],
    short,
    200,
    [
      [4, 'paris', 'api', 'up'],
      [84, 'paris', 'api', 'down'],
      [124, 'paris', 'api', 'up'],
      [160, 'paris', 'api', 'up'],
    ],
    {
      nemesis: async (n) => {
        await n.at(30)
        n.skew(MONITOR, HOUR_MS)
        await n.at(70)
        n.skew(MONITOR, -2 * HOUR_MS)
        await n.at(130)
        n.skew(MONITOR, HOUR_MS)
      },
    },
  )
  script(
    'stopped-before-a-page',
    [],
    shop,
    130,
    [
      [4, 'paris', 'db mail', 'up'],
      [20, 'paris', 'db', 'down'],
    ],
    {
      stopAtMs: 30,
    },
  )
  script('stopped-by-a-page', [], { ...shop, deps: {}, stopAtPage: 1 }, 120, [[4, 'paris', 'db', 'up']])
  script(
    'reports-upon-reports',
    ['a service went silent'],
    { ...shop, services: ['auth', 'db'], deps: { auth: ['db'] }, staleMs: 121 },
    320,
    [4, 16, 28, 40, 52, 64, 76, 88].flatMap((at): Report[] => [
      [at, 'paris', 'auth db', 'up'],
      [at + 4, 'tokyo', 'auth db', 'up'],
    ]),
    { counts: true },
  )
}

interface More {
  /** Default: 0. */
  createAtMs?: number
  stopAtMs?: number
  /** Whether it is about the costs. */
  counts?: boolean
  nemesis?: (n: Nemesis) => Promise<void>
}

/** A scripted run until `endMs`; `sees` are the situations without which it would prove nothing. */
function scripting(s: SuiteBuilder, p: Properties) {
  return (
    name: string,
    sees: string[],
    o: Options,
    endMs: number,
    reports: readonly Report[],
    { createAtMs = 0, stopAtMs, counts, nemesis }: More = {},
  ) =>
    s.scenario(name, { seeds: 1, durationMs: endMs }, (sc) => {
      const judge = judged(sc, p, sees)
      if (counts) counted(sc, p, judge)
      if (nemesis) sc.nemesis(nemesis)
      stage(sc, reports, async (w) => {
        await w.c.at(createAtMs)
        await w.create(o)
        if (stopAtMs !== undefined) {
          await w.to(stopAtMs)
          await w.stop()
        } else await watch(w, judge, endMs)
      })
    })
}

/** Looks where health changes because a report goes stale, just before, and at the end. */
export async function watch(w: OnCall, judge: Judge, endMs: number): Promise<void> {
  const { c } = w
  for (;;) {
    const m = judge.follow(c.w).model
    // No report that comes meanwhile goes stale sooner than this.
    const horizon = c.now + (m?.o.staleMs ?? 1) - 1
    const change = m?.nextChange(c.now)
    const looks = change === undefined ? [] : [change - 1, change].filter((at) => at > c.now)
    const next = Math.min(...looks, horizon)
    if (next >= endMs) break
    await w.to(next)
    if (looks.includes(next)) await w.look()
  }
  await w.to(endMs - 1)
  await w.look()
}
