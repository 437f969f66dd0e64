/** Hidden scenarios about the whole: usefulness, handover, storms, cost. The canary is in suite.hidden.ts. */
import type { Finding, SuiteBuilder } from '../../lib/suite/index.ts'
import {
  cluster,
  HOUR,
  judge,
  keeps,
  notGranted,
  probe,
  probeEvery,
  START,
  seize,
  until,
  waitItOut,
  want,
  when,
} from './drive.ts'
import { at } from './findings.ts'
import { SEEDS } from './hidden-seeds.ts'
import type { Properties } from './properties.ts'
import { HANDOVER_MS, HOLDERS, MAX, Watch } from './watch.ts'

/** Nothing fails. h1 wants the lease and keeps it; then it is cut off and uses what is left. */
export function noTrouble(s: SuiteBuilder, P: Properties): void {
  s.scenario('no-trouble', { seeds: 15, durationMs: 11_500 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    // Or so slow that every answer takes just under 400 ms: a renewal must set out in time for that, too.
    sc.network({ latencyMs: r.chance(60) ? [1, 10] : [185, 195] })
    const cutAt = START + r.int(4000, 6000)
    sc.nemesis(async (n) => {
      await n.at(cutAt)
      n.partition([['server'], ['h1']], { forMs: 20_000 })
    })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      const granted = await until(c, () => watch.believes('h1'), { every: 100, atMost: 400 })
      if (!granted) return c.fail(P.useful, notGranted(watch, c.w))
      if (!(await keeps(c, watch, P.useful, cutAt))) return
      // Before it can know that its next renewal fails: that is another property.
      await c.at(watch.belief('h1').askedAt + 0.575 * MAX)
      probe(c, 'h1')
    })
    judge(sc, watch, P.useful, 'answer', 'useless')
    sc.sometimes('a holder kept the lease for three terms', (e) => {
      return e.type === 'use' && e.node === 'h1' && e.re !== undefined && e.at > START + 1.9 * MAX
    })
    sc.sometimes('a holder that was cut off was asked in the second half of its term', (e, w) => {
      const b = watch.see(w).belief('h1')
      return (
        e.type === 'use' &&
        e.at > cutAt &&
        e.node === 'h1' &&
        e.re !== undefined &&
        e.at - b.askedAt > MAX / 2
      )
    })
  })
}

/** The holder crashes for good while others wait; in half of the runs the server crashes too. */
export function handover(s: SuiteBuilder, P: Properties): void {
  s.scenario('handover', { seeds: SEEDS.handover, durationMs: 9500 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network({ latencyMs: [1, 20] })
    sc.clocks({ driftPct: 5, skewMs: 1000 })
    const crashAt = START + r.int(300, 2500)
    const serverToo = r.chance(50)
    const serverAt = crashAt + r.int(-300, 800)
    const downMs = r.int(1, 500)
    const releases = r.chance(25)
    sc.nemesis(async (n) => {
      const first = Math.min(crashAt, serverToo ? serverAt : crashAt)
      await n.at(first)
      if (first === crashAt && !releases) n.crash('h1', { forMs: Number.POSITIVE_INFINITY })
      if (serverToo && first === serverAt) n.crash('server', { forMs: downMs })
      await n.at(Math.max(crashAt, serverAt))
      if (first !== crashAt && !releases) n.crash('h1', { forMs: Number.POSITIVE_INFINITY })
      if (serverToo && first !== serverAt) n.crash('server', { forMs: downMs })
    })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      await until(c, () => watch.believes('h1'), { every: 20, atMost: 1000 })
      await want(c, 'h2')
      await c.sleep(60)
      await want(c, 'h3')
      await c.at(crashAt)
      if (releases) await want(c, 'h1', false)
      // What really happened counts, not what was planned: a replay may leave faults out.
      const last = (kind: string, node: string) =>
        c.w.trace.findLast((e) => e.kind === kind && e.node === node)?.at ?? 0
      await c.at(Math.max(crashAt, serverAt + downMs) + 1)
      if (c.w.isUp('h1') && !releases) return
      const from = Math.max(crashAt, last('crash', 'h1'), last('restart', 'server'))
      await c.at(from + HANDOVER_MS)
      if (!watch.grants.some((g) => g.to !== 'h1')) c.fail(P.handover, notHandedOver(watch, from))
    })
    judge(sc, watch, P.exclusion, 'exclusion')
    judge(sc, watch, P.handover, 'stuck')
    sc.sometimes('a waiting holder was granted the lease of a crashed one', (_, w) => {
      return !w.isUp('h1') && watch.see(w).current?.to !== 'h1' && watch.current !== undefined
    })
    sc.sometimes(
      'the server restarted while holders waited',
      (e) => e.kind === 'restart' && e.node === 'server',
    )
  })
}

/** A holder loses its lease for good, because it is cut off for longer than a term or because the server restarts. It wants it back. */
export function backAgain(s: SuiteBuilder, P: Properties): void {
  s.scenario('back-again', { seeds: 16, durationMs: 11_500 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network({ latencyMs: [1, 20] })
    sc.clocks({ driftPct: 5 })
    const cutOff = r.chance(60)
    const forMs = cutOff ? r.int(2400, 3500) : r.int(1, 500)
    const rivalTakesIt = cutOff && r.chance(60)
    sc.nemesis(async (n) => {
      if (!(await when(n, (w) => watch.see(w).believes('h1'), 3000))) return
      await n.sleep(n.random.int(10, 900))
      if (cutOff) n.partition([['server'], ['h1']], { forMs })
      else n.crash('server', { forMs })
    })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      const separated = () => c.w.trace.some((e) => e.kind === 'partition' || e.kind === 'crash')
      if (!(await until(c, separated, { every: 20, atMost: 4000 }))) return
      const over = () =>
        c.w.trace.findLast((e) => e.kind === 'restart' || (e.kind === 'heal' && e.fault !== undefined))
      if (!(await until(c, () => over() !== undefined, { every: 20, atMost: 4000 }))) return
      const from = Math.max(over()?.at ?? 0, watch.grants.find((g) => g.to === 'rival')?.releasedAt ?? 0)
      while (c.now < from + HANDOVER_MS) {
        await c.sleep(100)
        probe(c, 'h1')
        if (watch.usedAfter(from + (cutOff ? 1 : MAX))) return
      }
      c.fail(P.handover, notBack(watch, from))
    })
    sc.client('rival', async (c) => {
      await c.at(START)
      if (!rivalTakesIt) return
      await until(c, () => c.w.trace.some((e) => e.kind === 'partition'), { every: 20, atMost: 4000 })
      await waitItOut(c, watch, { every: 200, near: 25, atMost: 2300 })
      const mine = watch.current
      if (mine?.to === 'rival') await c.call('server', 'release', { lease: mine.lease })
    })
    judge(sc, watch, P.exclusion, 'exclusion')
    judge(sc, watch, P.handover, 'stuck')
    sc.sometimes('a holder got the lease again after a rival had it', (_, w) => {
      return watch.see(w).current?.to === 'h1' && watch.grants.some((g) => g.to === 'rival')
    })
    sc.sometimes('a holder got the lease a second time', (_, w) => {
      return watch.see(w).grants.filter((g) => g.to === 'h1').length > 1
    })
  })
}

/** Everything at once for six seconds; then calm, and somebody must hold the lease soon. */
export function storm(s: SuiteBuilder, P: Properties): void {
  s.scenario('storm', { seeds: SEEDS.storm, durationMs: 12_000, healAtMs: 8200 }, (sc) => {
    const watch = new Watch()
    cluster(sc)
    sc.network({ latencyMs: [1, 20], stressMs: [20, 200], stressPct: 20, lossPct: 5, dupPct: 5 })
    sc.clocks({ driftPct: 5, skewMs: 1000 })
    const nodes = ['server', ...HOLDERS]
    sc.nemesis(async (n) => {
      await n.at(START + 200)
      while (n.now < 7800) {
        const victim = n.random.pick(nodes)
        const forMs = n.random.int(50, 2000)
        const what = n.random.int(0, 5)
        if (what === 0) n.pause(victim, { forMs })
        else if (what === 1) n.crash(victim, { forMs: Math.min(forMs, 800), torn: true })
        else if (what === 2)
          n.partition([['server'], n.random.shuffle(HOLDERS).slice(0, n.random.int(1, 3))], { forMs })
        else if (what === 3) n.cut('server', n.random.pick(HOLDERS), { forMs })
        else if (what === 4) n.cut(n.random.pick(HOLDERS), 'server', { forMs })
        else n.skew(victim, n.random.pick([-HOUR, HOUR]))
        await n.sleep(n.random.int(100, 900))
      }
    })
    for (const [i, h] of HOLDERS.entries())
      sc.client(`c${i + 1}`, async (c) => {
        await c.at(START + i * 40)
        while (c.now < 8200) {
          void want(c, h, c.random.chance(75))
          const stay = c.now + c.random.int(200, 1500)
          while (c.now < stay) {
            probe(c, h)
            await c.sleep(c.random.int(100, 300))
          }
        }
        await c.sleep(10)
        await want(c, h)
        // Until somebody holds: that is all there is left to see.
        for (let i = 0; i < 33 && !watch.usedAfter(8200); i++) await probeEvery(c, h, 100, 1)
      })
    judge(sc, watch, P.exclusion, 'exclusion', 'unfounded', 'unwanted')
    judge(sc, watch, P.regrant, 'regrant', 'term')
    judge(sc, watch, P.serverRestart, 'forgotten')
    judge(sc, watch, P.stale, 'revived', 'reused')
    judge(sc, watch, P.holderRestart, 'restarted')
    judge(sc, watch, P.renew, 'overheld')
    judge(sc, watch, P.handover, 'stuck')
    sc.eventually(
      P.handover,
      { withinMs: HANDOVER_MS },
      (w) => watch.see(w).usedAfter(8200),
      () => notHandedOver(watch, 8200),
    )
    sc.sometimes(
      'the lease changed hands in a storm',
      (e, w) => e.at < 8200 && new Set(watch.see(w).grants.map((g) => g.to)).size > 1,
    )
    sc.sometimes('a holder crashed while it held the lease', (e, w) => {
      return e.kind === 'crash' && watch.see(w).current?.to === e.node
    })
    sc.sometimes('the server crashed in a storm while a lease was held', (e, w) => {
      const held = watch.see(w).current
      return (
        e.kind === 'crash' && e.node === 'server' && held !== undefined && e.at < held.heardAt + held.term
      )
    })
  })
}

/** No faults, 5 ms each way: what renewing and granting cost. */
export function cost(s: SuiteBuilder, P: Properties): void {
  s.scenario('cost', { seeds: 2, durationMs: 13_500 }, (sc) => {
    const watch = new Watch()
    cluster(sc)
    sc.network({ latencyMs: [5, 5] })
    const keptMs = 10_000
    let renewals = 0
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      await c.sleep(100)
      // Told again: nothing new.
      await want(c, 'h1')
      await c.sleep(keptMs - 100)
      renewals = watch.renewsSent.get('h1') ?? 0
      await want(c, 'h1', false)
    })
    sc.client('rival', async (c) => {
      await c.at(START + keptMs + 100)
      for (let i = 0; i < 12; i++) {
        const mine = await seize(c)
        if (!mine) return
        await c.call('server', 'renew', { lease: mine.lease })
        await c.call('server', 'release', { lease: mine.lease })
      }
    })
    judge(sc, watch, P.exclusion, 'exclusion')
    sc.cost(P.renewBudget, { max: 3, unit: 'renewals per term' }, () => renewals / (keptMs / MAX))
    // What it saves while booting is its own affair.
    sc.cost(P.saveBudget, { max: 1, unit: 'saves per grant' }, (w) => {
      const saves = w.trace.filter((e) => e.kind === 'disk-write' && e.node === 'server' && e.at >= START)
      return saves.length / Math.max(1, watch.see(w).grants.length)
    })
    sc.sometimes('a lease was granted ten times', (_, w) => watch.see(w).grants.length >= 10)
    sc.sometimes('a holder renewed for five terms', (e) => e.type === 'renew' && e.at > START + 4.5 * MAX)
  })
}

function notBack(watch: Watch, from: number): Finding {
  const last = watch.current
  return {
    because: `h1 wants the lease, nobody else does, and from ${at(from)} on server and h1 could talk. ${at(HANDOVER_MS)} later h1 does not hold it.`,
    expected: 'a grant to h1, or a renewal',
    got: last ? `the last grant was ${last.lease}, to ${last.to}` : 'no grant at all',
    witness: last ? [last.event] : [],
  }
}

function notHandedOver(watch: Watch, from: number) {
  const last = watch.current
  return {
    because: `Holders waited from ${at(from)} on, and ${at(HANDOVER_MS)} later none had been granted the lease.${last ? ` The last grant was to ${last.to} at ${at(last.at)}.` : ''}`,
    expected: `a grant within ${at(HANDOVER_MS)}`,
    got: last ? `${last.lease} of ${last.to}` : 'no grant at all',
    witness: last ? [last.event] : [],
  }
}
