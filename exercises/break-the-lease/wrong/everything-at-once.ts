// fails: fault-budget
// The misconception: faults cost nothing.
import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  for (const node of n.nodes) {
    n.skew(node, 3_600_000)
    n.pause(node, { forMs: 500 })
  }
})
