/**
 * What Run plays: an ordinary day, two short rehearsals, and the game day as scripted. Submit moves the outage about: it begins at
 * other times, lasts longer, or hits other replicas. See system.ts for who does what; the budgets are those of the prompt.
 */
import { suite } from '../../lib/suite/index.ts'
import { WHOLE } from './budget.ts'
import { judge } from './judge.ts'
import { declare } from './properties.ts'
import { OUTAGE } from './script.ts'
import { type Script, stage } from './system.ts'

/** Nothing is wrong. */
const calm: Script = { durationMs: 6000 }
const sale: Script = {
  durationMs: 4500,
  sale: { fromMs: 800, untilMs: 2800, perSecond: 60, everyMs: 300 },
}
/** Without the cache, with more customers, and with one replica that is slow. */
const away = { fromMs: 1200, untilMs: 4200 }
const peak: Script = {
  durationMs: 6000,
  cacheAway: [away],
  rush: { ...away, perSecond: 8 },
  sick: [{ ...away, who: 'r3', how: 'slow' }],
}

export default suite('game-day-product-page', (s) => {
  const p = declare(s)

  s.scenario('calm', { seeds: 1, durationMs: calm.durationMs, title: 'An ordinary day' }, (sc) => {
    stage(sc, calm)
    const { callsWhileWell, waitMs } = WHOLE
    judge(sc, p, calm, { callsWhileWell, pagesLostPct: 2, waitMs }, 'an ordinary day')
  })

  s.scenario('sale', { seeds: 1, durationMs: sale.durationMs, title: 'A sale' }, (sc) => {
    stage(sc, sale)
    judge(sc, p, sale, { loadsInTheSale: WHOLE.loadsInTheSale, pagesLostPct: 4 }, 'a sale')
  })

  s.scenario('peak', { seeds: 1, durationMs: peak.durationMs, title: 'A peak without the cache' }, (sc) => {
    stage(sc, peak)
    const { callsWithoutCache } = WHOLE
    judge(sc, p, peak, { callsWithoutCache, callsToSick: 14, pagesLostPct: 5 }, 'a peak without the cache')
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
