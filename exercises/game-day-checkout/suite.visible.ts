/**
 * What Run plays: the game day itself, as scripted, and three short rehearsals. Submit moves the outage about: it begins at other
 * times, lasts longer, or is of another kind. See system.ts for who does what; the budgets are those of the prompt.
 */
import { suite } from '../../lib/suite/index.ts'
import { SPELL, WHOLE } from './budget.ts'
import { judge } from './judge.ts'
import { declare } from './properties.ts'
import { OUTAGE } from './script.ts'
import { type Script, stage } from './system.ts'

/** Nothing is wrong. */
const calm: Script = { durationMs: 6000, phases: [] }
/** A flash sale: sixty more customers in half a second. */
const sale: Script = {
  durationMs: 6000,
  phases: [],
  surges: [{ fromMs: 2000, untilMs: 2500, perSecond: 120, by: 'many' }],
}
/** The provider refuses each charge at once. */
const refusing: Script = {
  durationMs: 16_000,
  phases: [
    { fromMs: 2000, health: 'refusing' },
    { fromMs: 8000, health: 'well' },
  ],
}

export default suite('game-day-checkout', (s) => {
  const p = declare(s)

  s.scenario('calm', { seeds: 1, durationMs: calm.durationMs, title: 'An ordinary day' }, (sc) => {
    stage(sc, calm)
    judge(sc, p, calm, { cartsLostPct: 2, checkoutsLostPct: 5 }, 'an ordinary day')
  })

  s.scenario('sale', { seeds: 1, durationMs: sale.durationMs, title: 'A flash sale' }, (sc) => {
    stage(sc, sale)
    judge(sc, p, sale, { cartsLostPct: 5 }, 'a flash sale')
  })

  s.scenario(
    'refusing',
    { seeds: 1, durationMs: refusing.durationMs, title: 'The provider refuses everything' },
    (sc) => {
      stage(sc, refusing)
      judge(sc, p, refusing, SPELL, 'a refusing spell')
    },
  )

  s.scenario(
    'outage',
    { seeds: 1, durationMs: OUTAGE.durationMs, title: 'The outage, as scripted' },
    (sc) => {
      stage(sc, OUTAGE)
      judge(sc, p, OUTAGE, WHOLE, 'the scripted outage')
    },
  )
})
