/** Hidden scenarios that make one rule hard to keep each. The canary is in suite.hidden.ts. */
import type { TraceEvent } from '../../lib/sim/index.ts'
import type { SuiteBuilder } from '../../lib/suite/index.ts'
import { add, catchesUp, cluster, get, indexOf, keepAdding, keepReading, when } from './drive.ts'
import { SEEDS } from './hidden-seeds.ts'
import type { Properties } from './properties.ts'
import { FOLLOWERS, NODES } from './watch.ts'

const CALM = { latencyMs: [1, 20] } as const

/** A handful of adds and reads, before anything can be lost in a crowd. */
export function first(s: SuiteBuilder, P: Properties): void {
  s.scenario('first', { seeds: SEEDS.first, durationMs: 700 }, (sc, r) => {
    const watch = cluster(sc, P, { freshMs: 200 })
    sc.network(CALM)
    const f = r.pick(FOLLOWERS)
    sc.client('shop', async (c) => {
      await c.at(20)
      const both = [add(c, 'tea', 5), add(c, 'tea', c.random.int(1, 9))]
      await Promise.all(both)
      void get(c, f, 'tea', 1)
      void get(c, 'n1', 'tea')
      void add(c, 'tea', 1, f)
      await c.sleep(c.random.int(100, 180))
      const index = indexOf(await add(c, 'rice', -2))
      void get(c, f, 'rice', index)
      void get(c, f, 'tea')
      void get(c, f, 'rice', 0)
      await c.at(450)
      void get(c, f, 'tea')
      void add(c, 'tea', 1)
      void add(c, 'rice', 4)
    })
    sc.sometimes('two adds came in one instant', () => watch.acked.size >= 2)
  })
}

/** A few entries are made while a follower, or the leader, is away; then nothing more. */
export function missed(s: SuiteBuilder, P: Properties): void {
  s.scenario('missed', { seeds: SEEDS.missed, durationMs: 3100, healAtMs: 2000 }, (sc, r) => {
    const watch = cluster(sc, P)
    sc.network(CALM)
    const victim = r.pick(FOLLOWERS)
    const how = r.int(0, 4)
    const forMs = r.int(300, 1750)
    sc.nemesis(async (n) => {
      await n.at(2000 - forMs)
      if (how === 0) n.partition([['n1'], [victim]], { forMs })
      else if (how === 1) n.cut('n1', victim, { forMs })
      else if (how === 2) n.cut(victim, 'n1', { forMs })
      else if (how === 3) n.crash(victim, { forMs })
      else n.crash('n1', { forMs: Math.min(forMs, 400) })
    })
    sc.client('shop', async (c) => {
      await c.at(100)
      await add(c, 'tea', 1)
      await c.at(2000 - forMs - c.random.int(1, 4))
      void add(c, 'tea', 2)
      await c.at(1950)
      void add(c, 'tea', 3)
      await c.at(2060)
      void get(c, victim, 'tea')
    })
    catchesUp(sc, P, watch)
    sc.sometimes('a follower was behind at the end of the trouble', (e, w) => {
      return w.healed && e.kind === 'heal' && watch.length(victim) < watch.leaderLog.length
    })
  })
}

/** Nothing fails: bursts of adds, reads everywhere, adds at the wrong nodes. */
export function calm(s: SuiteBuilder, P: Properties): void {
  s.scenario('calm', { seeds: SEEDS.calm, durationMs: 1500 }, (sc) => {
    const watch = cluster(sc, P, { freshMs: 200 })
    sc.network(CALM)
    sc.client('shop', async (c) => {
      void get(c, 'n2', 'tea')
      void get(c, 'n1', 'tea', 0)
      await keepAdding(c, { untilMs: 1100, everyMs: [20, 160] })
    })
    sc.client('clerk', async (c) => {
      await c.at(c.random.int(50, 300))
      for (const f of FOLLOWERS) {
        void add(c, 'tea', 4, f)
        await c.sleep(120)
      }
    })
    sc.client('page', async (c) => {
      await c.at(5)
      await keepReading(c, watch, { untilMs: 1150, everyMs: [15, 70] })
    })
    sc.sometimes('several adds came in one instant', (e, w) => {
      const came = (x: TraceEvent) => x.kind === 'deliver' && x.node === 'n1' && x.type === 'add'
      return came(e) && w.trace.slice(-20).filter((x) => came(x) && x.at === e.at).length > 2
    })
    sc.sometimes('a follower was asked for what it did not have yet', (e) => {
      const min = (e.body as { minIndex?: number } | null)?.minIndex
      return e.kind === 'deliver' && e.type === 'get' && min !== undefined && min > watch.length(e.node)
    })
  })
}

/** Messages overtake one another and come twice; none is lost. */
export function disorder(s: SuiteBuilder, P: Properties): void {
  s.scenario('disorder', { seeds: SEEDS.disorder, durationMs: 3000, healAtMs: 1900 }, (sc) => {
    const watch = cluster(sc, P)
    sc.network({ latencyMs: [1, 20], stressMs: [20, 200], stressPct: 50, dupPct: 25 })
    sc.client('shop', (c) => keepAdding(c, { untilMs: 1700, everyMs: [10, 140] }))
    sc.client('page', (c) => keepReading(c, watch, { untilMs: 2400, everyMs: [40, 150] }))
    catchesUp(sc, P, watch)
    sc.sometimes('a message came twice', (e) => e.kind === 'dup')
    sc.sometimes('a message overtook an earlier one', (e, w) => {
      const last = w.trace.findLast(
        (x) => x.kind === 'deliver' && x.node === e.node && x.peer === e.peer && x.id < e.id,
      )
      return e.kind === 'deliver' && e.peer !== undefined && (last?.msg ?? -1) > (e.msg ?? 0)
    })
  })
}

/** The leader crashes a moment after it has shown an entry, and comes back. */
export function leaderCrash(s: SuiteBuilder, P: Properties): void {
  s.scenario('leader-crash', { seeds: SEEDS.leaderCrash, durationMs: 3200, healAtMs: 2000 }, (sc, r) => {
    const watch = cluster(sc, P)
    sc.network(CALM)
    const crashes = r.int(1, 2)
    sc.nemesis(async (n) => {
      for (let i = 0; i < crashes; i++) {
        await n.sleep(i === 0 ? n.random.int(0, 100) : n.random.int(60, 400))
        const had = watch.see(n.w).leaderLog.length
        // Before a timer of 1 ms: what the leader answers for has been saved by then.
        if (!(await when(n, (w) => watch.see(w).leaderLog.length > had, 900, 0.5))) return
        if (n.random.chance(60)) await n.sleep(n.random.int(1, 8))
        n.crash('n1', { forMs: n.random.int(1, 500) })
        await n.sleep(520)
      }
    })
    sc.client('shop', (c) => keepAdding(c, { untilMs: 2200, everyMs: [30, 160] }))
    sc.client('page', (c) => keepReading(c, watch, { untilMs: 2900, everyMs: [50, 160] }))
    catchesUp(sc, P, watch)
    sc.sometimes('the leader crashed within 5 ms of an answer', (e) => {
      const last = [...watch.acked.values()].at(-1)
      return e.kind === 'crash' && last !== undefined && e.at - last.at <= 5
    })
    sc.sometimes('an entry was made after the leader was back', (e) => {
      return e.kind === 'view' && e.node === 'n1' && e.inc > 0 && watch.acked.size > 3
    })
  })
}

/** Followers crash in the middle of the stream, and are read when they are back. */
export function followerCrash(s: SuiteBuilder, P: Properties): void {
  s.scenario('follower-crash', { seeds: SEEDS.followerCrash, durationMs: 3000, healAtMs: 1900 }, (sc, r) => {
    const watch = cluster(sc, P)
    sc.network(CALM)
    const victim = r.pick(FOLLOWERS)
    sc.nemesis(async (n) => {
      for (let i = 0; i < 3; i++) {
        const had = watch.see(n.w).length(victim)
        if (!(await when(n, (w) => watch.see(w).length(victim) > had + i, 800))) return
        if (n.random.chance(50)) await n.sleep(n.random.int(1, 40))
        n.crash(victim, { forMs: n.random.int(1, 250) })
        await n.sleep(260)
      }
    })
    sc.client('shop', (c) => keepAdding(c, { untilMs: 1700, everyMs: [30, 110] }))
    sc.client('page', (c) => keepReading(c, watch, { untilMs: 2600, everyMs: [20, 80], nodes: [victim] }))
    catchesUp(sc, P, watch)
    sc.sometimes('a follower crashed within 3 ms of applying an entry', (e, w) => {
      const shown = w.trace.findLast((x) => x.kind === 'view' && x.node === e.node && x.id < e.id)
      return e.kind === 'crash' && shown !== undefined && shown.inc === e.inc && e.at - shown.at <= 3
    })
    sc.sometimes('a follower was read after a restart', (e) => {
      return e.kind === 'send' && e.type === 'get' && e.re !== undefined && e.inc > 0
    })
  })
}

/** A follower cannot be reached, in one direction or in both, and is read all the same. */
export function cutOff(s: SuiteBuilder, P: Properties): void {
  s.scenario('cut-off', { seeds: SEEDS.cutOff, durationMs: 3200, healAtMs: 2000 }, (sc, r) => {
    const watch = cluster(sc, P)
    sc.network(CALM)
    const victim = r.pick(FOLLOWERS)
    const how = r.int(0, 3)
    const fromMs = r.int(200, 600)
    sc.nemesis(async (n) => {
      await n.at(fromMs)
      const forMs = 2000 - fromMs
      if (how === 0) n.partition([['n1'], [victim]], { forMs })
      else if (how === 1) n.cut('n1', victim, { forMs })
      else if (how === 2) n.cut(victim, 'n1', { forMs })
      else n.partition([['n1'], ['n2', 'n3']], { forMs })
    })
    sc.client('shop', (c) => keepAdding(c, { untilMs: 1950, everyMs: [30, 140] }))
    sc.client('page', (c) => keepReading(c, watch, { untilMs: 3100, everyMs: [40, 120] }))
    catchesUp(sc, P, watch)
    sc.sometimes('a follower that was five entries behind answered', (e) => {
      const behind = watch.leaderLog.length - watch.length(e.node)
      return (
        e.kind === 'send' && e.type === 'get' && e.re !== undefined && e.label !== 'refused' && behind >= 5
      )
    })
    sc.sometimes('a get was refused because its follower lagged', (e) => {
      return e.kind === 'send' && e.type === 'get' && e.label === 'refused'
    })
  })
}

/** What is asked for comes late: within the 300 ms, after them, or never. */
export function waiting(s: SuiteBuilder, P: Properties): void {
  s.scenario('waiting', { seeds: SEEDS.waiting, durationMs: 3400, healAtMs: 3300 }, (sc) => {
    const watch = cluster(sc, P)
    sc.network({ latencyMs: [1, 3] })
    sc.client('shop', async (c) => {
      await c.at(100)
      for (let i = 0; i < 5; i++) {
        const index = indexOf(await add(c, 'tea', 1))
        for (const node of NODES) void get(c, node, 'tea', index)
        await c.sleep(c.random.int(5, 40))
        // More than there is: an add makes it true in time, or nothing does.
        const future = Math.max(0, ...watch.acked.keys()) + (c.random.chance(70) ? 1 : 2)
        for (const node of NODES) void get(c, node, 'tea', future)
        await c.sleep(c.random.pick([60, 250, 360]))
        await add(c, 'rice', 2)
        await c.sleep(c.random.int(200, 380))
      }
    })
    sc.nemesis(async (n) => {
      await n.at(90)
      while (n.now < 3000) {
        n.clog('n1', n.random.pick(FOLLOWERS), { forMs: n.random.pick([80, 200, 260, 420]) })
        await n.sleep(n.random.int(300, 600))
      }
    })
    sc.sometimes('a get waited for more than 100 ms and was answered', (e, w) => {
      const asked = w.trace.find((x) => x.kind === 'deliver' && x.msg === e.re)
      return (
        e.kind === 'send' &&
        e.type === 'get' &&
        e.label !== 'refused' &&
        asked !== undefined &&
        e.at - asked.at > 100
      )
    })
    sc.sometimes('a get was refused', (e) => e.kind === 'send' && e.type === 'get' && e.label === 'refused')
  })
}
