import { play } from './play.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-exercise-00000000'

/** What Submit plays on the server: the same, with many more seeds. Add what the visible suite must not give away. */
const hidden = play('exercise', 100)
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
