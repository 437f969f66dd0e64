// fails: exposed
// The misconception: enough random faults find everything. They rarely meet the moment that matters.
import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  for (let i = 0; i < 4; i++) {
    await n.sleep(n.random.int(200, 1_500))
    const node = n.random.pick(n.nodes)
    if (n.random.float() < 0.5) n.pause(node, { forMs: n.random.int(50, 300) })
    else n.cut(node, n.random.pick(n.nodes), { forMs: n.random.int(50, 300) })
  }
})
