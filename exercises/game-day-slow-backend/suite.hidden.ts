/**
 * The hidden suite of the game day. First each thing that can go wrong alone, in short runs, so that what is missing is named; then
 * the whole day, moved about.
 *
 * Calibration, the worst of solution.ts and solutions/*.ts over 40 seeds of each scenario, and what is allowed: 7 % lost on days on
 * which a tenth of the answers vanishes (8.5; a quarter of these are orders, which may not be asked for again), 0 % else (0 to 1);
 * 9 calls to the sick in a short illness (20), 16 in a whole day (35); 4.5 % lost in a short one (8), 2.4 % in a day (5); none in a
 * blip (40 %); 1.3 calls per request (1.6) and 24 % lost in a rush (40), 1.3 (1.5) and 61 % (68) in a long one; 7.4 probes per second (9).
 */
import type { Ms, Rng } from '../../lib/sim/index.ts'
import { suite } from '../../lib/suite/index.ts'
import { type Budget, WHOLE } from './budget.ts'
import { judge } from './judge.ts'
import { declare } from './properties.ts'
import { OUTAGE } from './script.ts'
import { BACKENDS, type How, type Script, stage } from './system.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-game-day-slow-backend-5d0b7c21fa864e9b8d37'

const LONGEST_MS = 26_000
/** What a cost says it is of. */
const REHEARSALS = {
  calm: 'an ordinary day',
  vanishing: 'a day on which answers vanish',
  blip: 'a blip',
  hung: 'a spell in which one hangs',
  unready: 'a spell in which one refuses',
  silenced: 'a blip that ends in silence',
  rush: 'a rush',
  'long-rush': 'a rush that is far too much',
  outage: 'the scripted outage',
  'another-day': 'another day',
} as const

const hidden = suite('game-day-slow-backend', (s) => {
  const p = declare(s)

  play('calm', 1, 5000, () => ({ durationMs: 5000, phases: [] }), { wellLostPct: 0, probesPerSecond: 9 })
  play('vanishing', 2, 12_000, () => ({ durationMs: 12_000, phases: [], lostPct: 10 }), { wellLostPct: 8.5 })
  play('blip', 2, 6000, blip, { blipLostPct: 40 })
  for (const how of ['hung', 'unready'] as const)
    play(how, 2, 11_500, (r) => oneOf(how, r), { wellLostPct: 1, callsToSick: 20, sickLostPct: 8 })
  play('silenced', 2, 6000, silenced, {})
  play('rush', 2, 9500, rush, { callsPerRequest: 1.6, rushLostPct: 40 })
  play('long-rush', 2, 10_500, longRush, { callsPerRequest: 1.5, rushLostPct: 68 })
  play('outage', 1, LONGEST_MS, () => OUTAGE, WHOLE)
  play('another-day', 3, LONGEST_MS, anotherDay, WHOLE)

  function play(
    name: keyof typeof REHEARSALS,
    seeds: number,
    durationMs: Ms,
    scriptOf: (r: Rng) => Script,
    budget: Budget,
  ) {
    s.scenario(name, { seeds, durationMs }, (sc, r) => {
      const script = scriptOf(r)
      stage(sc, script)
      judge(sc, p, script, budget, REHEARSALS[name])
      if (name === 'hung')
        sc.sometimes('an order was made, and its answer never came', (e) => {
          return e.kind === 'note' && e.label === 'made' && e.at > 2500 && e.at < 3500
        })
      if (name === 'another-day')
        sc.sometimes('a backend refused everything while the others worked', (e) => {
          return e.kind === 'note' && String(e.label).endsWith('is not ready')
        })
    })
  }
})

function blip(r: Rng): Script {
  const fromMs = r.int(1500, 2500)
  return {
    durationMs: 6000,
    phases: [{ fromMs, untilMs: fromMs + r.int(180, 250), who: BACKENDS, how: 'unready' }],
  }
}

/** All three refuse, and then answer nothing: who was refused has only a part of its time left when nobody answers any more. */
function silenced(r: Rng): Script {
  const fromMs = r.int(1500, 2500)
  const untilMs = fromMs + r.int(300, 400)
  return {
    durationMs: 6000,
    phases: [
      { fromMs, untilMs, who: BACKENDS, how: 'unready' },
      { fromMs: untilMs, untilMs: untilMs + 600, who: BACKENDS, how: 'hung' },
    ],
  }
}

function oneOf(how: How, r: Rng): Script {
  const fromMs = r.int(1500, 2500)
  const untilMs = fromMs + r.int(4000, 5000)
  return { durationMs: untilMs + 4000, phases: [{ fromMs, untilMs, who: [r.pick(BACKENDS)], how }] }
}

function rush(r: Rng): Script {
  const fromMs = r.int(1500, 2500)
  const untilMs = fromMs + 3000
  return {
    durationMs: untilMs + 4000,
    phases: [{ fromMs, untilMs, who: BACKENDS, how: 'slow' }],
    rush: { fromMs, untilMs, perSecond: r.int(8, 9) },
  }
}

/** Far more than the backends can do: what is asked again is asked for nothing. */
function longRush(r: Rng): Script {
  const fromMs = r.int(1500, 2500)
  const untilMs = fromMs + 4000
  return {
    durationMs: untilMs + 4000,
    phases: [{ fromMs, untilMs, who: BACKENDS, how: 'slow' }],
    rush: { fromMs, untilMs, perSecond: r.int(14, 18) },
  }
}

/** Two illnesses of different backends, a blip, and a rush. */
function anotherDay(r: Rng): Script {
  const [one, two] = r.shuffle(BACKENDS) as [string, string]
  const [first, second] = r.shuffle(['hung', 'unready'] as const) as [How, How]
  const a = r.int(2000, 3500)
  const b = a + r.int(6000, 7000)
  const blipAt = b + r.int(5500, 6500)
  const rushAt = blipAt + r.int(2000, 2500)
  return {
    durationMs: LONGEST_MS,
    phases: [
      { fromMs: a, untilMs: a + 4500, who: [one], how: first },
      { fromMs: b, untilMs: b + 4000, who: [two], how: second },
      { fromMs: blipAt, untilMs: blipAt + 220, who: BACKENDS, how: 'unready' },
      { fromMs: rushAt, untilMs: rushAt + 3000, who: BACKENDS, how: 'slow' },
    ],
    rush: { fromMs: rushAt, untilMs: rushAt + 3000, perSecond: 9 },
  }
}

if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
