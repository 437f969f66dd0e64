/** Hidden scenarios about what the server promises: bare clients against the learner's server. The canary is in suite.hidden.ts. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'
import { besiege, cluster, HOUR, judge, START, seize, until, waitItOut, when } from './drive.ts'
import { SEEDS } from './hidden-seeds.ts'
import type { Properties } from './properties.ts'
import { MAX, Watch } from './watch.ts'

const calm = { latencyMs: [1, 20] as const }

/** a acquires and renews, b waits. */
export function regrant(s: SuiteBuilder, P: Properties): void {
  s.scenario('regrant', { seeds: SEEDS.regrant, durationMs: 10_500 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network(calm)
    sc.clocks({ driftPct: 5, skewMs: 1000, nodes: ['server'] })
    const term = r.pick([400, 1000, MAX, 3 * MAX])
    const gap = Math.min(term, MAX) * 0.6
    const renewals = r.int(0, 3)
    const releases = r.chance(30)
    const asksTwice = r.chance(50)
    const jump = r.chance(60) ? r.pick([-HOUR, -700, 700, HOUR]) : 0
    const pauseMs = r.chance(40) ? r.int(50, 900) : 0
    const troubleAt = START + r.int(50, 1500)
    sc.nemesis(async (n) => {
      await n.at(troubleAt)
      if (jump) n.skew('server', jump)
      if (pauseMs) n.pause('server', { forMs: pauseMs })
    })
    sc.client('a', async (c) => {
      await c.at(START)
      const mine = await seize(c, { term, req: 'a1' })
      if (!mine) return
      if (asksTwice) void seize(c, { term, req: 'a2' })
      for (let i = 0; i < renewals; i++) {
        await c.sleep(gap)
        await c.call('server', 'renew', { lease: mine.lease })
      }
      if (!releases) return
      await c.sleep(100)
      await c.call('server', 'release', { lease: mine.lease })
    })
    sc.client('b', async (c) => {
      await c.at(START + 30)
      await until(c, () => watch.current?.to === 'a', { every: 10, atMost: 1500 })
      await waitItOut(c, watch, { every: 90, near: 8, atMost: 7500 })
    })
    judge(sc, watch, P.regrant, 'regrant', 'forgotten', 'term', 'answer')
    judge(sc, watch, P.handover, 'stuck')
    sc.sometimes('a waiting client was told that the lease is busy', (e) => {
      return e.kind === 'ok' && e.node === 'b' && (e.body as { busy?: unknown } | null)?.busy === true
    })
    sc.sometimes('a renewed lease ran out and was granted to another', (_, w) => {
      return watch.see(w).current?.to === 'b' && (watch.grants[0]?.renewals ?? 0) > 0
    })
  })
}

/** The server crashes, once or in a row, while a holds and b waits. */
export function serverCrash(s: SuiteBuilder, P: Properties): void {
  s.scenario('server-crash', { seeds: SEEDS.serverCrash, durationMs: 11_000 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network(calm)
    sc.clocks({ driftPct: 5, skewMs: 1000, nodes: ['server'] })
    const crashes = r.int(1, 3)
    const renews = r.chance(50)
    sc.nemesis(async (n) => {
      if (!(await when(n, (w) => watch.see(w).current !== undefined, 5000))) return
      await n.sleep(n.random.int(2, 800))
      for (let i = 0; i < crashes; i++) {
        const downMs = n.random.int(1, 400)
        n.crash('server', { forMs: downMs })
        if (n.random.chance(60)) n.skew('server', n.random.pick([-HOUR, -3000, 3000, HOUR]))
        await n.sleep(downMs + n.random.int(20, 600))
      }
    })
    sc.client('a', async (c) => {
      await c.at(START)
      const mine = await seize(c)
      if (!mine || !renews) return
      for (let i = 0; i < 4; i++) {
        await c.sleep(c.random.int(100, 700))
        await c.call('server', 'renew', { lease: mine.lease }, { timeoutMs: 300 })
      }
    })
    sc.client('b', async (c) => {
      await c.at(START + 30)
      await until(c, () => watch.current?.to === 'a', { every: 10, atMost: 2000 })
      await waitItOut(c, watch, { every: 80, near: 25, atMost: 7000 })
    })
    judge(sc, watch, P.serverRestart, 'forgotten', 'regrant')
    judge(sc, watch, P.handover, 'stuck')
    sc.sometimes('a restarted server was asked for a lease before the old term had passed', (e, w) => {
      const old = watch.see(w).grants[0]
      const asked = e.kind === 'deliver' && e.node === 'server' && e.inc > 0 && e.type === 'acquire'
      return asked && old !== undefined && e.at < old.heardAt + MAX
    })
    sc.sometimes('the server crashed again after a restart', (e) => e.kind === 'crash' && e.inc > 0)
  })
}

/** a releases its first lease; then messages about it come late, while a or b holds the second. */
export function lateMessages(s: SuiteBuilder, P: Properties): void {
  s.scenario('late-messages', { seeds: SEEDS.lateMessages, durationMs: 6000 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network(calm)
    const next = r.pick(['a', 'b'])
    const late = r.shuffle(['release', 'renew', 'acquire'] as const)
    sc.client('a', async (c) => {
      await c.at(START)
      const first = await seize(c, { req: 'first' })
      if (!first) return
      const again = await seize(c, { req: 'first' })
      if (again?.lease !== first.lease || again.term !== first.term)
        return c.fail(P.stale, {
          because: `a sent the acquire that had got it ${first.lease} once more, with the same req, and was not given ${first.lease} again.`,
          expected: first,
          got: again ?? { busy: true },
          witness: [watch.grants[0]?.event ?? 0],
        })
      await c.call('server', 'release', { lease: first.lease })
      if (next === 'a') await seize(c, { req: 'second' })
      if (!(await until(c, () => watch.grants.length > 1, { every: 10, atMost: 1000 }))) return
      for (const type of late) {
        await c.sleep(c.random.int(20, 150))
        if (type === 'acquire') void seize(c, { req: 'first' })
        else void c.call('server', type, { lease: first.lease })
      }
    })
    sc.client('b', async (c) => {
      await c.at(START)
      if (
        next === 'b' &&
        (await until(c, () => watch.current?.releasedAt !== undefined, { every: 5, atMost: 1000 }))
      )
        await besiege(c, watch, { every: 20, atMost: 1000 })
    })
    sc.client('third', async (c) => {
      await c.at(START)
      if (!(await until(c, () => watch.grants.length > 1, { every: 10, atMost: 2000 }))) return
      await besiege(c, watch, { every: 50, atMost: 800 })
    })
    judge(sc, watch, P.stale, 'revived', 'reused', 'regrant', 'answer')
    judge(sc, watch, P.handover, 'stuck')
    sc.sometimes('a late release met a newer lease of the same holder', (e, w) => {
      const second = watch.see(w).grants[1]
      return (
        e.kind === 'deliver' &&
        e.node === 'server' &&
        e.type === 'release' &&
        second?.to === 'a' &&
        e.at > second.at
      )
    })
    sc.sometimes('a late renew met the lease of another', (e, w) => {
      return (
        e.kind === 'deliver' && e.node === 'server' && e.type === 'renew' && watch.see(w).current?.to === 'b'
      )
    })
  })
}

/** Messages about a lease from before a restart come when the next one is held. */
export function lateAfterRestart(s: SuiteBuilder, P: Properties): void {
  s.scenario('late-after-restart', { seeds: 15, durationMs: 8000 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network(calm)
    const downMs = r.int(1, 300)
    const late = r.shuffle(['release', 'renew'] as const)
    const again = r.pick(['a', 'b'])
    sc.nemesis(async (n) => {
      if (!(await when(n, (w) => watch.see(w).current !== undefined, 5000))) return
      await n.sleep(100)
      n.crash('server', { forMs: downMs })
    })
    for (const id of ['a', 'b'])
      sc.client(id, async (c) => {
        await c.at(START)
        const first = id === 'a' ? await seize(c, { req: 'first' }) : undefined
        if (!(await until(c, () => !c.w.isUp('server'), { every: 10, atMost: 2000 }))) return
        if (again === id) await besiege(c, watch, { every: 40, atMost: 4000 })
        if (!first || !(await until(c, () => watch.grants.length > 1, { every: 20, atMost: 4000 }))) return
        for (const type of late) {
          await c.sleep(c.random.int(20, 150))
          void c.call('server', type, { lease: first.lease })
        }
      })
    sc.client('third', async (c) => {
      await c.at(START)
      if (!(await until(c, () => watch.grants.length > 1, { every: 20, atMost: 6000 }))) return
      await besiege(c, watch, { every: 50, atMost: 600 })
    })
    judge(sc, watch, P.stale, 'revived', 'reused', 'regrant')
    judge(sc, watch, P.handover, 'stuck')
    sc.sometimes('a release from before a restart met a lease from after it', (e, w) => {
      const second = watch.see(w).grants[1]
      return e.kind === 'deliver' && e.node === 'server' && e.type === 'release' && second !== undefined
    })
  })
}
