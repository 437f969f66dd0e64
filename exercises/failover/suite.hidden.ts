/** Judges a submission: one failure at a time first, then the controller's own, then everything, then costs. */
import { suite } from '../../lib/suite/index.ts'
import { lateAnswer, oldActive } from './hidden-late.ts'
import {
  blip,
  crash,
  deafOther,
  flaps,
  ledgerAway,
  lostStep,
  prompt,
  start,
  zombie,
} from './hidden-moments.ts'
import { cost, midway, quietRestart, storm, together } from './hidden-whole.ts'
import { declare } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-failover-1c7ed2a398c1affb'

const hidden = suite('failover', (s) => {
  const P = declare(s)
  const scenarios = [
    start,
    blip,
    flaps,
    quietRestart,
    together,
    prompt,
    lostStep,
    crash,
    zombie,
    ledgerAway,
    deafOther,
    oldActive,
    lateAnswer,
    midway,
    storm,
    cost,
  ]
  for (const scenario of scenarios) scenario(s, P)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
