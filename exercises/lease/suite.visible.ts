/**
 * What Run plays: one short story per rule. Submit plays each of them harder, in hundreds of schedules.
 * A watch follows the messages and knows what was promised; judge() fails the run when a node breaks it.
 *
 * Clients: seize sends one acquire; besiege sends them every few ms without waiting for answers; waitItOut does so around
 * the end of the term; probeEvery asks a holder `use`; until and when wait; believes: its grant has reached the holder.
 * judge looks for an ok of a holder: exclusion (another was granted the lease since), unfounded (without a grant),
 * unwanted (after `{ on: false }`), restarted (on a grant from before its restart), overheld (past the end in rule 7);
 * for a no: useless (it must still hold); for an answer of the server: regrant (a grant before the old term was over),
 * forgotten (the same across a restart), stuck (busy, and the lease is free), revived (renewed what had ended), reused (an
 * id of an earlier lease); and for any answer that the tables of the task don't know: answer.
 */
import { suite } from '../../lib/suite/index.ts'
import {
  besiege,
  cluster,
  judge,
  notGranted,
  probeEvery,
  START,
  seize,
  until,
  waitItOut,
  want,
  when,
} from './drive.ts'
import { at } from './findings.ts'
import { declare } from './properties.ts'
import { HANDOVER_MS, MAX, Watch } from './watch.ts'

export default suite('lease', (s) => {
  const P = declare(s)

  s.scenario(
    'alone',
    { seeds: 2, durationMs: 9000, title: 'One holder gets the lease and keeps it' },
    (sc) => {
      const watch = new Watch()
      cluster(sc) // server, h1, h2, h3: your code
      sc.network({ latencyMs: [1, 10] })
      sc.client('c', async (c) => {
        await c.at(START)
        await want(c, 'h1')
        await c.sleep(100)
        if (!watch.believes('h1')) return c.fail(P.useful, notGranted(watch, c.w))
        while (c.now < START + 5000) {
          const r = await c.call('h1', 'use', {}, { local: true })
          if (r.ok && !r.value?.ok)
            return c.fail(P.useful, {
              because: `h1 answered no at ${at(c.now)}. It wants the lease, and nothing stands in its way.`,
              expected: { ok: true },
              got: r.value,
              witness: [r.endId],
            })
          await c.sleep(150)
        }
        await want(c, 'h1', false)
        await probeEvery(c, 'h1', 100, 5)
      })
      judge(sc, watch, P.useful, 'answer')
      judge(sc, watch, P.exclusion, 'unwanted', 'unfounded')
      sc.cost(
        P.renewBudget,
        { max: 3, unit: 'renewals per term' },
        () => (watch.renewsSent.get('h1') ?? 0) / (5000 / MAX),
      )
      sc.cost(P.saveBudget, { max: 1, unit: 'saves per grant' }, (w) => {
        const saves = w.trace.filter((e) => e.kind === 'disk-write' && e.node === 'server' && e.at >= START)
        return saves.length / Math.max(1, watch.see(w).grants.length)
      })
    },
  )

  s.scenario(
    'two',
    { seeds: 2, durationMs: 7000, title: 'A second holder waits until the first lets go' },
    (sc) => {
      const watch = new Watch()
      cluster(sc)
      sc.client('c', async (c) => {
        await c.at(START)
        await want(c, 'h1')
        await c.sleep(50)
        await want(c, 'h2')
        await probeEvery(c, 'h1', 200, 10)
        await want(c, 'h1', false)
        const passed = await until(c, () => watch.believes('h2'), { every: 20, atMost: HANDOVER_MS })
        if (!passed)
          return c.fail(P.handover, {
            because: `h1 was told to let go, h2 wants the lease, and ${at(HANDOVER_MS)} later it has none.`,
            expected: 'a grant to h2',
            got: watch.current ? `the last grant was to ${watch.current.to}` : 'no grant',
            witness: watch.current ? [watch.current.event] : [],
          })
        await probeEvery(c, 'h1', 50, 4)
      })
      judge(sc, watch, P.exclusion, 'exclusion', 'unwanted', 'unfounded')
      judge(sc, watch, P.regrant, 'regrant')
      judge(sc, watch, P.handover, 'stuck')
    },
  )

  // h1 is cut off right after its grant. h2 gets the lease as soon as the server thinks it free, and at that instant
  // and after it h1 is asked. Clocks drift to the ends of the band, and the network is slow.
  s.scenario(
    'cut-off',
    { seeds: 12, durationMs: 7000, title: 'A holder that is cut off stops in time' },
    (sc) => {
      const watch = new Watch()
      cluster(sc)
      sc.network({ latencyMs: [1, 20], stressMs: [90, 190], stressPct: 40 })
      sc.clocks({ driftPct: 5, skewMs: 1000 })
      sc.nemesis(async (n) => {
        if (await when(n, (w) => watch.see(w).believes('h1'), 4000))
          n.partition([['server'], ['h1']], { forMs: 9000 })
      })
      sc.client('c', async (c) => {
        await c.at(START)
        await want(c, 'h1')
        if (await until(c, () => watch.current?.to === 'rival', { every: 5, atMost: 4500 }))
          await probeEvery(c, 'h1', 30, 10)
      })
      // A bare client in the place of h2, which asks at the right moments.
      sc.client('rival', async (c) => {
        await c.at(START)
        if (await until(c, () => watch.believes('h1'), { every: 25, atMost: 4000 }))
          await waitItOut(c, watch, { every: 400, near: 12, atMost: 3000 })
      })
      judge(sc, watch, P.exclusion, 'exclusion', 'unfounded')
    },
  )

  s.scenario(
    'pause',
    { seeds: 3, durationMs: 7000, title: 'A holder sleeps through the end of its lease' },
    (sc) => {
      const watch = new Watch()
      cluster(sc)
      sc.nemesis(async (n) => {
        if (!(await when(n, (w) => watch.see(w).believes('h1'), 4000))) return
        await n.sleep(500)
        n.pause('h1', { forMs: 1900 })
        n.cut('h1', 'server', { forMs: 9000 })
      })
      sc.client('c', async (c) => {
        await c.at(START)
        await want(c, 'h1')
        // Asked while it sleeps, it answers when it wakes up.
        if (await until(c, () => c.w.isPaused('h1'), { every: 10, atMost: 3000 }))
          await probeEvery(c, 'h1', 100, 30)
      })
      sc.client('rival', async (c) => {
        await c.at(START)
        if (await until(c, () => watch.believes('h1'), { every: 20, atMost: 2000 }))
          await waitItOut(c, watch, { every: 300, near: 15, atMost: 3000 })
      })
      judge(sc, watch, P.exclusion, 'exclusion')
    },
  )

  s.scenario(
    'renewals',
    { seeds: 4, durationMs: 11_000, title: 'Renewals succeed late, then they stop' },
    (sc) => {
      const watch = new Watch()
      cluster(sc)
      sc.network({ latencyMs: [60, 120] })
      sc.nemesis(async (n) => {
        if (await when(n, (w) => watch.see(w).belief('h1').renewals >= 2, 8000))
          n.cut('server', 'h1', { forMs: 9000 })
      })
      sc.client('c', async (c) => {
        await c.at(START)
        await want(c, 'h1')
        if (await until(c, () => watch.belief('h1').renewals >= 2, { every: 20, atMost: 6000 }))
          await probeEvery(c, 'h1', 40, 60)
      })
      judge(sc, watch, P.renew, 'overheld', 'useless')
    },
  )

  s.scenario(
    'server-crash',
    { seeds: 4, durationMs: 8000, title: 'The server crashes while a holds and b waits' },
    (sc) => {
      const watch = new Watch()
      cluster(sc)
      sc.clocks({ driftPct: 5 })
      sc.nemesis(async (n) => {
        if (!(await when(n, (w) => watch.see(w).current !== undefined, 4000))) return
        await n.sleep(300)
        n.crash('server', { forMs: 200 })
      })
      // a and b are bare clients: they send acquire themselves.
      sc.client('a', async (c) => {
        await c.at(START)
        await seize(c)
      })
      sc.client('b', async (c) => {
        await c.at(START + 30)
        await waitItOut(c, watch, { every: 60, near: 20, atMost: 4500 })
      })
      judge(sc, watch, P.serverRestart, 'forgotten', 'regrant')
      judge(sc, watch, P.handover, 'stuck')
    },
  )

  s.scenario(
    'late-release',
    { seeds: 2, durationMs: 6000, title: 'The release of an old lease comes again' },
    (sc) => {
      const watch = new Watch()
      cluster(sc)
      sc.client('a', async (c) => {
        await c.at(START)
        const first = await seize(c, { req: 'first' })
        if (!first) return
        await c.call('server', 'release', { lease: first.lease })
        await seize(c, { req: 'second' })
        await c.sleep(50)
        await c.call('server', 'release', { lease: first.lease })
        await c.call('server', 'renew', { lease: first.lease })
      })
      sc.client('b', async (c) => {
        await c.at(START)
        if (await until(c, () => watch.grants.length === 2, { every: 10, atMost: 1000 }))
          await besiege(c, watch, { every: 50, atMost: 600 })
      })
      judge(sc, watch, P.stale, 'revived', 'reused', 'regrant')
    },
  )

  s.scenario(
    'holder-crash',
    { seeds: 3, durationMs: 9000, title: 'A holder crashes, comes back, and another takes over' },
    (sc) => {
      const watch = new Watch()
      cluster(sc)
      sc.nemesis(async (n) => {
        if (!(await when(n, (w) => watch.see(w).believes('h1'), 4000))) return
        await n.sleep(400)
        n.crash('h1', { forMs: 300 })
      })
      sc.client('c', async (c) => {
        await c.at(START)
        await want(c, 'h1')
        if (!(await until(c, () => !c.w.isUp('h1'), { every: 10, atMost: 3000 }))) return
        const crashedAt = c.now
        await want(c, 'h2')
        await until(c, () => c.w.isUp('h1'), { every: 10, atMost: 1000 })
        await probeEvery(c, 'h1', 200, 12)
        await c.at(crashedAt + HANDOVER_MS)
        if (!watch.believes('h2'))
          c.fail(P.handover, {
            because: `h1 crashed at ${at(crashedAt)}, h2 wants the lease, and ${at(HANDOVER_MS)} later it has none.`,
            expected: 'a grant to h2',
            got: watch.current ? `the last grant was to ${watch.current.to}` : 'no grant',
            witness: watch.current ? [watch.current.event] : [],
          })
      })
      judge(sc, watch, P.holderRestart, 'restarted')
      judge(sc, watch, P.exclusion, 'exclusion')
    },
  )
})
