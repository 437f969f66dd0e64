import { play } from './play.ts'

/** What Run plays in the browser. The learner may read it. */
export default play('exercise', 3)
