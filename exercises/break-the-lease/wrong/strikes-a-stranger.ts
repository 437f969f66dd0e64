// fails: threw
// The misconception: whoever asked last has the lease, and the suite's own clients can be broken, too.
import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  await n.at(100)
  n.pause('app-h1', { forMs: 500 })
})
