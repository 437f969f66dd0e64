/** Judges a submission: a few entries first, then one kind of trouble at a time, then everything, then costs. */
import { suite } from '../../lib/suite/index.ts'
import { calm, cutOff, disorder, first, followerCrash, leaderCrash, missed, waiting } from './hidden-rules.ts'
import { shipping, steady, storm } from './hidden-whole.ts'
import { declare } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-leader-follower-c5952be0e2e19432'

const hidden = suite('leader-follower', (s) => {
  const P = declare(s)
  for (const scenario of [
    first,
    waiting,
    missed,
    followerCrash,
    leaderCrash,
    cutOff,
    calm,
    disorder,
    storm,
    shipping,
    steady,
  ])
    scenario(s, P)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
