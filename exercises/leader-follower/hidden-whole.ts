/** Hidden scenarios about the whole: what it costs, and everything at once. The canary is in suite.hidden.ts. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'
import { add, between, catchesUp, cluster, get, keepAdding, keepReading, shipCost } from './drive.ts'
import { SEEDS } from './hidden-seeds.ts'
import type { Properties } from './properties.ts'
import { FOLLOWERS, NODES } from './watch.ts'

const STEADY = { fromMs: 500, toMs: 2500, pollMs: 100 }
/** A poll and its answer. */
const POLL = 2

/** No faults, 5 ms each way: what an add costs on top of the polls that go on anyway. */
export function steady(s: SuiteBuilder, P: Properties): void {
  s.scenario('steady', { seeds: 2, durationMs: 2600 }, (sc, r) => {
    cluster(sc, P, { freshMs: 200 })
    sc.network({ latencyMs: [5, 5] })
    const everyMs = r.pick([40, 200])
    let adds = 0
    sc.client('shop', async (c) => {
      await c.at(STEADY.fromMs)
      while (c.now < STEADY.toMs) {
        void add(c, 'tea', 1)
        adds++
        await c.sleep(everyMs)
      }
    })
    sc.cost(P.steadyBudget, { max: 4, unit: 'messages per add' }, (w) => {
      const { fromMs, toMs, pollMs } = STEADY
      const sent = between(w, fromMs, toMs)
      const polls = ((toMs - fromMs) / pollMs) * FOLLOWERS.length * POLL
      return { value: Math.max(0, (sent.length - polls) / adds), witness: sent.slice(-6).map((e) => e.id) }
    })
    sc.sometimes('an entry was added', () => adds > 8)
  })
}

/** A follower misses a few entries of a long log. What is sent to it afterwards is counted, entry by entry. */
export function shipping(s: SuiteBuilder, P: Properties): void {
  s.scenario('shipping', { seeds: SEEDS.shipping, durationMs: 3400, healAtMs: 2300 }, (sc, r) => {
    const watch = cluster(sc, P)
    sc.network({ latencyMs: [1, 20] })
    const restarts = r.chance(50)
    const keys = Array.from({ length: 36 }, (_, i) => `sku-${100 + i}`)
    const early = 28
    sc.nemesis(async (n) => {
      await n.at(1300)
      if (restarts) n.crash('n2', { forMs: 1000 })
      else n.partition([['n1'], ['n2']], { forMs: 1000 })
    })
    sc.client('shop', async (c) => {
      for (const key of keys.slice(0, early)) {
        void add(c, key, 1)
        await c.sleep(30)
      }
      await c.at(1400)
      for (const key of keys.slice(early)) {
        void add(c, key, 1)
        await c.sleep(60)
      }
    })
    catchesUp(sc, P, watch)
    sc.cost(P.shipBudget, { max: 2, unit: 'copies per missing entry' }, (w) =>
      shipCost(w, {
        fromMs: 2300,
        toMs: 3400,
        known: keys.slice(0, early),
        missed: keys.slice(early),
        restarts,
      }),
    )
    sc.sometimes('a follower came back to a log that had grown', (e) => {
      const back = e.kind === 'heal' || (e.kind === 'restart' && e.node === 'n2')
      return back && watch.leaderLog.length > early
    })
  })
}

/** Everything at once; then calm, and all logs must be equal soon. */
export function storm(s: SuiteBuilder, P: Properties): void {
  s.scenario('storm', { seeds: SEEDS.storm, durationMs: 4600, healAtMs: 3500 }, (sc) => {
    const watch = cluster(sc, P)
    sc.network({ latencyMs: [1, 20], stressMs: [20, 200], stressPct: 20, lossPct: 8, dupPct: 8 })
    sc.clocks({ skewMs: 3_600_000 })
    sc.nemesis(async (n) => {
      await n.at(200)
      while (n.now < 3200) {
        const victim = n.random.pick(NODES)
        const other = n.random.pick(NODES.filter((x) => x !== victim))
        const forMs = n.random.int(50, 900)
        const what = n.random.int(0, 5)
        if (what === 0) n.pause(victim, { forMs })
        else if (what === 1) n.crash(victim, { forMs: Math.min(forMs, 400), torn: true })
        else if (what === 2) n.partition([[victim], NODES.filter((x) => x !== victim)], { forMs })
        else if (what === 3) n.cut(victim, other, { forMs })
        else if (what === 4) n.clog(victim, other, { forMs })
        else n.skew(victim, n.random.pick([-3_600_000, 3_600_000]))
        await n.sleep(n.random.int(80, 500))
      }
    })
    sc.client('shop', (c) => keepAdding(c, { untilMs: 3600, everyMs: [40, 220] }))
    sc.client('page', (c) => keepReading(c, watch, { untilMs: 4500, everyMs: [50, 200] }))
    sc.client('clerk', async (c) => {
      while (c.now < 3400) {
        await c.sleep(c.random.int(300, 900))
        void add(c, 'tea', 1, c.random.pick(FOLLOWERS))
        void get(c, c.random.pick(NODES), 'tea', 0)
      }
    })
    catchesUp(sc, P, watch)
    sc.sometimes('the leader crashed in a storm', (e) => e.kind === 'crash' && e.node === 'n1')
    sc.sometimes('a node slept through adds', (e) => e.kind === 'resume' && watch.leaderLog.length > 3)
    sc.sometimes('a follower was far behind', (e) => {
      return e.kind === 'view' && e.node !== 'n1' && watch.leaderLog.length - watch.length(e.node) > 8
    })
  })
}
