/**
 * What Run plays: an ordinary day, and the game day as scripted. Submit moves the outage about: it begins at other times, lasts
 * longer, or hits other replicas. See system.ts and replica.ts for who does what; the budgets are those of the prompt.
 */
import { suite } from '../../lib/suite/index.ts'
import { WHOLE } from './budget.ts'
import { judge } from './judge.ts'
import { declare } from './properties.ts'
import { OUTAGE } from './script.ts'
import { type Script, stage } from './system.ts'

/** Nothing is wrong. */
const calm: Script = { durationMs: 5000, phases: [] }

export default suite('game-day-lost-leader', (s) => {
  const p = declare(s)

  s.scenario('calm', { seeds: 1, durationMs: calm.durationMs, title: 'An ordinary day' }, (sc) => {
    stage(sc, calm)
    const budget = { falseAlarms: 0, writesLostPct: 0, pages: 0, pingsPerSecond: WHOLE.pingsPerSecond }
    judge(sc, p, calm, budget, 'an ordinary day')
  })

  s.scenario(
    'outage',
    { seeds: 1, durationMs: OUTAGE.durationMs, title: 'The outage, as scripted' },
    (sc) => {
      stage(sc, OUTAGE)
      judge(sc, p, OUTAGE, WHOLE, 'the scripted outage')
    },
  )
})
