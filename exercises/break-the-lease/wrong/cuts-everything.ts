// fails: exposed
// The misconception: the more is broken, the more comes to light. Where nobody hears anything, nothing is granted.
import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  n.cut('h1', 'server', { forMs: 5_000 })
  n.cut('h2', 'server', { forMs: 5_000 })
  n.cut('server', 'h1', { forMs: 5_000 })
  n.cut('server', 'h2', { forMs: 5_000 })
})
