// fails: exposed
// The misconception: a crash is the one fault that matters.
import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  const nodes = ['server', 'h1', 'h2']
  await n.at(150 + 100 * n.config.round)
  n.crash(nodes[n.config.round % 3] as string, { forMs: 600 })
})
