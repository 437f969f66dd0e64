import { node } from 'faultline'

/**
 * Counts misses, as the failover exercise does. The leader is down when the manager has missed it and no follower has heard it
 * lately; a move is one long function that does not end before somebody leads.
 */
const REPLICAS = ['n1', 'n2', 'n3']
const EVERY = 200
const MISSES = 4
const HITS = 11

export default node((ctx) => {
  const misses: Record<string, number> = { n1: 0, n2: 0, n3: 0 }
  const hits: Record<string, number> = { n1: 0, n2: 0, n3: 0 }
  const heard: Record<string, number | null> = { n1: null, n2: null, n3: null }
  const raised = new Set<string>()
  let epoch = { number: 1, leader: 'n1' }
  let highest = 1
  let moving = false

  const others = (replica: string) => REPLICAS.filter((r) => r !== replica)
  const quiet = (replica: string) => (misses[replica] ?? 0) >= MISSES
  const seenByOthers = (replica: string) =>
    others(replica).some((r) => !quiet(r) && heard[r] !== null && (heard[r] as number) < 900)
  const down = (replica: string) => quiet(replica) && !(replica === epoch.leader && seenByOthers(replica))

  const ask = (to: string, type: string, body: object, timeout = 500) =>
    ctx.rpc(to, type, body, { timeout }).catch(() => null)

  async function check(replica: string) {
    const pong = await ask(replica, 'ping', {}, 450)
    if (pong === null) {
      misses[replica] = (misses[replica] ?? 0) + 1
      if (quiet(replica)) hits[replica] = 0
    } else {
      misses[replica] = 0
      hits[replica] = (hits[replica] ?? 0) + 1
      heard[replica] = pong.leader === epoch.leader && replica !== epoch.leader ? pong.heardMs : null
    }
    tellPager(replica)
    if (down(epoch.leader) || (replica === epoch.leader && pong !== null && pong.role !== 'leader'))
      await move()
    else if (pong !== null && replica !== epoch.leader && !moving)
      if (pong.leader !== epoch.leader || pong.term < epoch.number)
        await ask(replica, 'follow', { term: epoch.number, leader: epoch.leader })
  }

  function tellPager(replica: string) {
    if (down(replica) && !raised.has(replica)) {
      raised.add(replica)
      ctx.send('pager', 'raise', { replica })
    }
    if (raised.has(replica) && (hits[replica] ?? 0) >= HITS) {
      raised.delete(replica)
      ctx.send('pager', 'clear', { replica })
    }
  }

  async function move() {
    if (moving) return
    moving = true
    for (;;) {
      const term = ++highest
      const fenced: { replica: string; lastTerm: number; index: number }[] = []
      for (const replica of REPLICAS) {
        if (quiet(replica)) continue
        const at = await ask(replica, 'fence', { term })
        if (at !== null) fenced.push({ replica, ...at })
      }
      if (fenced.length >= 2) {
        const [first] = fenced.sort((a, b) => (a.lastTerm - b.lastTerm || a.index - b.index) * -1)
        const replica = first?.replica as string
        if ((await ask(replica, 'lead', { term, acks: 1 }, 800)) !== null) {
          epoch = { number: term, leader: replica }
          for (const r of REPLICAS) heard[r] = null
          await ask('door', 'route', { term, replica })
          for (const r of others(replica)) void ask(r, 'follow', { term, leader: replica })
          break
        }
      }
      await ctx.sleep(100)
    }
    moving = false
    ctx.trace(`${epoch.leader} leads`)
  }

  void ask('n1', 'lead', { term: 1, acks: 1 })
  REPLICAS.forEach((replica, i) => {
    ctx.after(i * 60, () => ctx.every(EVERY, () => void check(replica)))
  })
})
