/** A cluster that does a bit of everything, in a storm of every fault: shared by the tests of whole runs. */
import { radioactiveNetwork } from '../../lib/sim/index.ts'
import type { Scenario } from '../../lib/suite/index.ts'
import { oneScenario } from '../sim/play.ts'

/** Gossips numbers, saves some, asks peers, sets timers, draws: a bit of everything that a node can do. */
export const busy = `export default node(ctx => {
  let seen = ctx.disk.load() ?? 0
  ctx.on('gossip', (n, from) => {
    if (n <= seen) return
    seen = n
    if (n % 3 === 0) ctx.disk.save(seen)
    ctx.view({ seen })
    ctx.send(ctx.random.pick(ctx.peers), 'gossip', seen)
  })
  ctx.on('get', async () => {
    await ctx.sleep(ctx.random.int(0, 20))
    if (seen % 7 === 6) throw new Refused('unlucky')
    return seen
  })
  ctx.every(50, async () => {
    const peer = ctx.random.pick(ctx.peers)
    try {
      const theirs = await ctx.rpc(peer, 'get', null, { timeout: 120 })
      ctx.trace('asked', [theirs, ctx.clock.wall()])
    } catch (e) {
      ctx.trace(e instanceof Timeout ? 'timeout' : 'refused')
    }
  })
})`

export const nodes = ['n1', 'n2', 'n3']

export const base = (sc: Scenario) => {
  sc.nodes(nodes)
  sc.clocks({ skewMs: 100, driftPct: 3 })
  for (const id of ['c1', 'c2']) {
    sc.client(id, async (c) => {
      for (let i = 1; ; i++) {
        await c.sleep(c.random.int(5, 60))
        if (c.random.chance(50)) c.send(c.random.pick(nodes), 'gossip', i)
        else await c.call(c.random.pick(nodes), 'get', {}, { timeoutMs: 150 })
      }
    })
  }
}

export const storm = (durationMs: number) =>
  oneScenario(
    (sc) => {
      base(sc)
      sc.network(radioactiveNetwork)
      sc.nemesis(async (n) => {
        for (;;) {
          await n.sleep(n.random.int(50, 200))
          const node = n.random.pick(n.nodes)
          n.random.pick([
            () => n.crash(node, { forMs: n.random.int(10, 200), torn: n.random.chance(50) }),
            () => n.pause(node, { forMs: n.random.int(10, 200) }),
            () => n.partition([[node], n.nodes.filter((x) => x !== node)], { forMs: n.random.int(10, 300) }),
            () => n.cut(node, n.random.pick(n.nodes), { forMs: n.random.int(10, 300) }),
            () => n.skew(node, n.random.int(-500, 500)),
            () => n.drift(node, 1 + n.random.int(-5, 5) / 100),
          ])()
        }
      })
    },
    { durationMs, healAtMs: durationMs - 500 },
  )
