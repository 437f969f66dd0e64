// fails: exposed
// The misconception: strike when the lease is renewed. By then most of the mistakes have been forgiven.
import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  const renewal = await n.message((m) => m.type === 'renew' && m.reply && m.kind === 'delivered')
  if (!renewal) return
  if (n.config.round % 2 === 0) n.pause(renewal.to, { forMs: 300 })
  else n.crash('server', { forMs: 300 })
})
