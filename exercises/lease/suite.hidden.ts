/**
 * The hidden suite of `lease`. Each scenario makes one promise hard to keep; the last ones mix everything. The first
 * scenario that fails names the property: so each part is tried alone before it is trusted in the next.
 *
 * Calibration, worst of solution.ts and solutions/*.ts over 300 handovers and 150 storms each: handover 2,209 ms after a
 * crash and 2,216 ms after a storm (allowed: 2,900); 2.8 renewals per term (3); 1 save per grant (1); a hold of 0.905 of
 * the term (0.85). Mutants of the reference that survive change views, comparisons at equality, or what is unspecified.
 */
import { suite } from '../../lib/suite/index.ts'
import {
  holderCrash,
  lostGrant,
  lostRenewals,
  pause,
  refusedRenewals,
  secondThoughts,
  slowGrant,
} from './hidden-holder.ts'
import { lastMillisecond } from './hidden-instants.ts'
import { lateAfterRestart, lateMessages, regrant, serverCrash } from './hidden-server.ts'
import { backAgain, cost, handover, noTrouble, storm } from './hidden-whole.ts'
import { lateRefusal, oneLost, toldAgain, waiting } from './hidden-wishes.ts'
import { declare } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-lease-3f0c9e527d614b0a9c1e5b8f'

const hidden = suite('lease', (s) => {
  const properties = declare(s)
  const scenarios = [
    noTrouble,
    regrant,
    serverCrash,
    lateMessages,
    lateAfterRestart,
    lastMillisecond,
    slowGrant,
    lostGrant,
    refusedRenewals,
    lostRenewals,
    oneLost,
    pause,
    secondThoughts,
    toldAgain,
    lateRefusal,
    waiting,
    holderCrash,
    handover,
    backAgain,
    storm,
    cost,
  ]
  for (const scenario of scenarios) scenario(s, properties)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
