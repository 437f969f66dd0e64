// fails: contract
// The misconception: any clock will do. The lease promises to withstand drift of 5 %, and no more.
import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  const grant = await n.message((m) => m.reply && m.type === 'acquire' && m.body.lease)
  if (!grant) return
  n.drift(grant.to, 0.6)
  n.cut(grant.to, 'server', { forMs: 3_000 })
})
