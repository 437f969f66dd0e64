/** What Submit plays: twelve leases, each with one flaw, and the correct one. */
import { inverse } from '../../lib/suite/index.ts'
import { type Flaws, lease } from './hidden-lease.ts'
import { ROUNDS, rules, world } from './world.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-break-the-lease-5d1f90c2a7e84b36'

const flawed: readonly [id: string, title: string, flaws: Flaws][] = [
  ['forgets', 'The server forgets its grants when it crashes', { forgets: true }],
  ['wall-end', 'The restarted server believes the time of day', { savesWallEnd: true }],
  ['impatient', 'The server gives the lease away after half a term of silence', { impatient: true }],
  ['any-release', 'The server accepts the release of an older lease', { anyRelease: true }],
  ['any-renew', 'The server renews a lease that is not in force', { anyRenew: true }],
  ['by-timer', 'The holder relies on a timer to tell it that the lease is over', { byTimer: true }],
  ['from-answer', 'The holder counts from the answer, not from the request', { fromAnswer: true }],
  ['no-margin', 'The holder leaves no margin for clocks that drift', { noMargin: true }],
  ['by-wall', 'The holder measures by the time of day', { byWall: true }],
  ['on-disk', 'The restarted holder takes the lease on its disk for a new one', { onDisk: true }],
  ['optimistic', 'The holder counts a renewal that was never answered', { optimistic: true }],
  ['late-grant', 'The holder counts a late grant from its last request', { lateGrant: true }],
]

if (flawed.some(([id]) => id === CANARY)) throw new Error('unreachable: keeps the canary in the bundle')

export default inverse(
  'break-the-lease',
  {
    nemesis: rules,
    correct: lease({}),
    mutants: flawed.map(([id, title, flaws]) => ({ id, title, programs: lease(flaws) })),
    needed: 9,
  },
  (s) => world(s, ROUNDS),
)
