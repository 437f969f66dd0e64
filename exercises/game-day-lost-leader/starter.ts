import { node } from 'faultline'

const REPLICAS = ['n1', 'n2', 'n3']

interface Pong {
  role: 'leader' | 'follower'
  term: number
  leader: string | null
  heardMs: number | null
  lastTerm: number
  index: number
}

export default node((ctx) => {
  let leader = 'n1'
  let term = 1
  const raised = new Set<string>()

  // For now whoever misses one ping is down, and the next in the list takes over.
  for (const replica of REPLICAS)
    ctx.every(200, async () => {
      try {
        await ctx.rpc<Pong>(replica, 'ping', {}, { timeout: 150 })
        if (raised.delete(replica)) ctx.send('pager', 'clear', { replica })
      } catch {
        if (!raised.has(replica)) ctx.send('pager', 'raise', { replica })
        raised.add(replica)
        if (replica === leader) await promote()
      }
    })

  async function promote() {
    term++
    leader = REPLICAS[(REPLICAS.indexOf(leader) + 1) % REPLICAS.length] as string
    await ctx.rpc(leader, 'lead', { term, acks: 0 })
    await ctx.rpc('door', 'route', { term, replica: leader })
    for (const replica of REPLICAS)
      if (replica !== leader) void ctx.rpc(replica, 'follow', { term, leader }).catch(() => {})
  }
})
