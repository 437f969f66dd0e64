// fails: exposed
// The misconception: one good schedule is enough. All eight rounds show the same.
import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  const grant = await n.message((m) => m.reply && m.type === 'acquire' && m.body.lease)
  if (grant) n.cut(grant.to, 'server', { forMs: 3_000 })
})
