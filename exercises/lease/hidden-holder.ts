/** Hidden scenarios about what holders may believe. The canary is in suite.hidden.ts. */
import type { Ms, Rng, TraceEvent } from '../../lib/sim/index.ts'
import type { Client, Finding, Scenario, SuiteBuilder } from '../../lib/suite/index.ts'
import { desk } from './desk.ts'
import {
  besiege,
  cluster,
  HOUR,
  holders,
  judge,
  notGranted,
  probe,
  probeEvery,
  START,
  until,
  waitItOut,
  want,
  when,
} from './drive.ts'
import { at } from './findings.ts'
import { SEEDS } from './hidden-seeds.ts'
import type { Properties } from './properties.ts'
import { HANDOVER_MS, Watch } from './watch.ts'

const calm = { latencyMs: [1, 20] as const }
const slow = { latencyMs: [1, 20] as const, stressMs: [90, 190] as const, stressPct: 70 }

/** h1 is granted the lease by a slow network, then cut off. A rival takes the lease as soon as the server lets it. */
export function slowGrant(s: SuiteBuilder, P: Properties): void {
  s.scenario('slow-grant', { seeds: SEEDS.slowGrant, durationMs: 7500 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network(slow)
    sc.clocks({ driftPct: 5, skewMs: 1000 })
    const jump = r.chance(60) ? r.pick([-HOUR, -2500, 2500, HOUR]) : 0
    const jumps = r.pick(['h1', 'server'])
    const jumpAfter = r.int(1, 1500)
    sc.nemesis(async (n) => {
      if (!(await when(n, (w) => watch.see(w).believes('h1'), 6000))) return
      n.partition([['server'], ['h1']], { forMs: 9000 })
      await n.sleep(jumpAfter)
      if (jump) n.skew(jumps, jump)
    })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      if (!(await until(c, () => watch.believes('h1'), { every: 25, atMost: 4000 })))
        return c.fail(P.useful, notGranted(watch, c.w))
      if (!(await until(c, () => watch.current?.to === 'rival', { every: 5, atMost: 4000 }))) return
      await probeEvery(c, 'h1', 10, 3)
      await probeEvery(c, 'h1', 40, 6)
    })
    sc.client('rival', async (c) => {
      await c.at(START)
      if (!(await until(c, () => watch.believes('h1'), { every: 25, atMost: 4000 }))) return
      await waitItOut(c, watch, { every: 400, near: 12, atMost: 3300 })
    })
    judge(sc, watch, P.exclusion, 'exclusion', 'unfounded', 'unwanted')
    sc.sometimes('a cut-off holder was asked after its lease had gone to a rival', (e, w) => {
      return e.type === 'use' && e.node === 'h1' && e.re !== undefined && watch.see(w).current?.to === 'rival'
    })
    sc.sometimes('the holder ran slow and the server fast', () => {
      return (watch.rates.get('h1') ?? 1) < 0.96 && (watch.rates.get('server') ?? 1) > 1.04
    })
    sc.sometimes('a wall clock jumped while the lease was held', (e) => e.kind === 'skew' && e.at > START)
  })
}

/** The answer to the first acquire is lost on its way; the holder asks again. */
export function lostGrant(s: SuiteBuilder, P: Properties): void {
  s.scenario('lost-grant', { seeds: 15, durationMs: 9000 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network(calm)
    sc.clocks({ driftPct: 5 })
    const cutMs = r.int(50, 1500)
    sc.nemesis(async (n) => {
      await n.at(START - 50)
      n.cut('server', 'h1', { forMs: 50 + cutMs })
      if (!(await when(n, (w) => watch.see(w).believes('h1'), 5000))) return
      n.partition([['server'], ['h1']], { forMs: 9000 })
    })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      if (!(await until(c, () => watch.current?.to === 'rival', { every: 5, atMost: 6000 }))) return
      await probeEvery(c, 'h1', 60, 10)
    })
    sc.client('rival', async (c) => {
      await c.at(START)
      // It waits until the holder has been told, so that only the holder's own first try stands before it.
      if (!(await until(c, () => watch.believes('h1'), { every: 20, atMost: 5000 }))) return
      await waitItOut(c, watch, { every: 300, near: 12, atMost: 3300 })
    })
    judge(sc, watch, P.exclusion, 'exclusion', 'unfounded', 'unwanted')
    sc.sometimes('the reply to an acquire was lost', (e) => {
      return e.kind === 'drop' && e.type === 'acquire' && e.node === 'h1'
    })
  })
}

/** The holder is paused over the end of its lease, or while the reply to its acquire is under way. */
export function pause(s: SuiteBuilder, P: Properties): void {
  s.scenario('pause', { seeds: SEEDS.pause, durationMs: 8000 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network(calm)
    sc.clocks({ driftPct: 5 })
    const beforeReply = r.chance(40)
    const pauseAfter = r.int(200, 900)
    const forMs = beforeReply ? r.int(500, 1700) : 1900
    sc.nemesis(async (n) => {
      await when(
        n,
        (w) => (beforeReply ? watch.see(w).current?.to === 'h1' : watch.see(w).believes('h1')),
        5000,
      )
      if (!beforeReply) await n.sleep(pauseAfter)
      n.pause('h1', { forMs })
      n.cut('h1', 'server', { forMs: 9000 })
    })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      if (!(await until(c, () => c.w.isPaused('h1'), { every: 10, atMost: 5000 }))) return
      // Asked while it sleeps, it answers on waking, by then perhaps too late.
      await probeEvery(c, 'h1', 150, 4)
      await until(c, () => !c.w.isPaused('h1'), { every: 10, atMost: 3000 })
      await probeEvery(c, 'h1', 40, 10)
      if (await until(c, () => watch.current?.to === 'rival', { every: 5, atMost: 2500 }))
        await probeEvery(c, 'h1', 40, 6)
    })
    sc.client('rival', async (c) => {
      await c.at(START)
      if (!(await until(c, () => c.w.isPaused('h1'), { every: 20, atMost: 5000 }))) return
      await waitItOut(c, watch, { every: 300, near: 15, atMost: 5000 })
    })
    judge(sc, watch, P.exclusion, 'exclusion', 'unfounded', 'unwanted')
    sc.sometimes('a holder slept through the end of its lease', (e, w) => {
      return e.kind === 'resume' && e.node === 'h1' && watch.see(w).current?.to === 'rival'
    })
  })
}

/** Told to let go, and perhaps to want again, while answers from before are still under way. The server is the suite's. */
export function secondThoughts(s: SuiteBuilder, P: Properties): void {
  s.scenario('second-thoughts', { seeds: SEEDS.secondThoughts, durationMs: 7000 }, (sc, r) => {
    const watch = new Watch(true)
    holders(sc)
    sc.network(calm)
    const mode = r.pick(['renewing', 'renewing', 'asking', 'asking-once'] as const)
    let acquires = 0
    desk(sc, {
      replyMs: (type) =>
        type === 'renew' || (type === 'acquire' && mode !== 'renewing' && acquires++ === 0) ? 350 : 0,
    })
    const offAfter = r.int(30, 250)
    const onAfter = r.int(0, 60)
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      const ready = () => mode !== 'renewing' || (watch.renewsSent.get('h1') ?? 0) > 0
      if (!(await until(c, ready, { every: 5, atMost: 2000 }))) return
      await c.sleep(offAfter)
      await want(c, 'h1', false)
      const offAt = c.now
      probe(c, 'h1')
      await c.sleep(onAfter)
      if (mode !== 'asking-once') await want(c, 'h1')
      const taken = await until(c, () => watch.current?.to === 'rival', { every: 5, atMost: 700 })
      const back = watch.grants.find((g) => g.to === 'h1')?.releasedAt
      if (mode !== 'asking' && back === undefined) return c.fail(P.handover, notReleased(watch, offAt, c.now))
      if (taken || (await until(c, () => watch.current?.to === 'rival', { every: 5, atMost: 2000 })))
        await probeEvery(c, 'h1', 35, 14)
    })
    sc.client('rival', async (c) => {
      await c.at(START + 25)
      await besiege(c, watch, { every: 25, atMost: 3800 })
    })
    judge(sc, watch, P.exclusion, 'exclusion', 'unwanted', 'unfounded')
    judge(sc, watch, P.handover, 'unbidden', 'answer')
    sc.sometimes('the answer to a renewal came after the holder had let go', (e, w) => {
      return (
        e.kind === 'deliver' && e.node === 'h1' && e.type === 'renew' && watch.see(w).changedItsMind('h1', e)
      )
    })
    sc.sometimes('a lease was granted to a holder that had let go meanwhile', (e, w) => {
      return (
        e.kind === 'deliver' &&
        e.node === 'h1' &&
        e.type === 'acquire' &&
        watch.see(w).changedItsMind('h1', e)
      )
    })
    sc.sometimes('a released lease went to a rival', (_, w) => watch.see(w).current?.to === 'rival')
  })
}

function notReleased(watch: Watch, offAt: Ms, now: Ms): Finding {
  const mine = watch.grants.find((g) => g.to === 'h1')
  return {
    because: `h1 was told at ${at(offAt)} to let go, and by ${at(now)} no release has reached the server${mine ? `, which granted it ${mine.lease} at ${at(mine.at)}` : ''}.`,
    expected: 'a release',
    got: 'none',
    witness: mine ? [mine.event] : [],
  }
}

/** Renewals that succeed late, until one is refused: what is held stays held, no more and no less. The server is the suite's. */
export function refusedRenewals(s: SuiteBuilder, P: Properties): void {
  s.scenario('refused-renewals', { seeds: SEEDS.refusedRenewals, durationMs: 14_000 }, (sc, r) => {
    const { watch, drifts, good } = renewing(sc, r, 'gone')
    sc.client('c', async (c) => {
      if (!(await renewed(c, watch, good))) return c.fail(P.useful, notRenewed(watch, good))
      const { until: heldUntil, usefulUntil } = watch.belief('h1')
      while (!drifts && c.now + 35 < watch.trueTime(c.w, 'h1', usefulUntil)) {
        probe(c, 'h1')
        await c.sleep(35)
      }
      await askAfter(c, watch, heldUntil)
      // The server let the lease run out, so that a holder which asks for another is granted one.
      const refusal = () => c.w.trace.find((e) => e.kind === 'deliver' && e.label === 'refused')
      const again = () => watch.grants.length > 1
      if (!(await until(c, again, { every: 50, atMost: HANDOVER_MS }))) {
        const said = refusal()
        if (said) c.fail(P.handover, notAskedAgain(said, watch, c.now))
      }
    })
    if (drifts) judge(sc, watch, P.renew, 'overheld', 'unfounded')
    else {
      judge(sc, watch, P.renew, 'overheld', 'unfounded', 'dropped')
      judge(sc, watch, P.useful, 'useless')
    }
    sc.sometimes(
      'a renewal was refused',
      (e) => e.kind === 'deliver' && e.type === 'renew' && e.label === 'refused',
    )
  })
}

function notAskedAgain(refusal: TraceEvent, watch: Watch, now: Ms): Finding {
  return {
    because: `The server refused to renew ${watch.current?.lease} for h1 at ${at(refusal.at)}. h1 still wants the lease, nobody else does, and by ${at(now)} it has not been granted another.`,
    expected: 'an acquire, and a grant',
    got: 'the lease that was refused is the last',
    witness: [...(watch.current ? [watch.current.event] : []), refusal.id],
  }
}

/** Renewals that succeed late, until they are not answered any more: because the server is silent, or its answers are lost. */
export function lostRenewals(s: SuiteBuilder, P: Properties): void {
  s.scenario('lost-renewals', { seeds: SEEDS.lostRenewals, durationMs: 11_000 }, (sc, r) => {
    const lost = r.chance(50)
    const { watch, drifts, good } = renewing(sc, r, lost ? 'ok' : 'silent')
    sc.nemesis(async (n) => {
      if (!lost) return
      if (await when(n, (w) => watch.see(w).believes('h1') && watch.belief('h1').renewals >= good, 9000))
        n.cut('server', 'h1', { forMs: 20_000 })
    })
    sc.client('c', async (c) => {
      if (!(await renewed(c, watch, good))) {
        // Answers that the cut took were owed to nobody: it may come early when h1's clock runs at another rate.
        const cut = c.w.trace.some((e) => e.kind === 'drop' && e.node === 'h1')
        return cut ? undefined : c.fail(P.useful, notRenewed(watch, good))
      }
      const { until: heldUntil, usefulUntil } = watch.belief('h1')
      if (!drifts) {
        await c.at(Math.floor(watch.trueTime(c.w, 'h1', usefulUntil)))
        probe(c, 'h1')
      }
      await askAfter(c, watch, heldUntil)
    })
    if (drifts) judge(sc, watch, P.renew, 'overheld', 'unfounded')
    else judge(sc, watch, P.renew, 'overheld', 'unfounded', 'useless')
    sc.sometimes('a renewal was granted and its answer lost', (e) => {
      return e.kind === 'drop' && e.type === 'renew' && e.node === 'h1'
    })
    sc.sometimes('a holder was asked after its last renewal had run out', (e, w) => {
      const belief = watch.see(w).belief('h1')
      const asked = e.type === 'use' && e.node === 'h1' && e.re !== undefined
      return asked && belief.renewals > 0 && w.mono('h1') >= belief.until
    })
  })
}

/** A server of the suite's that answers late and, after some good renewals, does as `then` says. */
function renewing(sc: Scenario, r: Rng, then: 'ok' | 'gone' | 'silent') {
  const watch = new Watch(true)
  holders(sc)
  sc.network(calm)
  const drifts = r.chance(60)
  if (drifts) sc.clocks({ driftPct: 5 })
  const good = r.int(0, 3)
  const replyMs = r.int(100, 330)
  desk(sc, { replyMs: () => replyMs, renew: (n) => (n <= good ? 'ok' : then) })
  return { watch, drifts, good }
}

/** Has h1 want the lease; true once `good` renewals have been answered. */
async function renewed(c: Client, watch: Watch, good: number): Promise<boolean> {
  await c.at(START)
  await want(c, 'h1')
  return until(c, () => watch.believes('h1') && watch.belief('h1').renewals >= good, {
    every: 25,
    atMost: 7000,
  })
}

function notRenewed(watch: Watch, good: number): Finding {
  return {
    because: `h1 wants the lease since ${at(START)}. Every request was answered within 400 ms, and after 7,000 ms h1 has ${watch.believes('h1') ? `had ${watch.belief('h1').renewals} of the first ${good} renewals answered in time` : 'no lease'}.`,
    expected: `${good} renewals`,
    got: watch.belief('h1').renewals,
    witness: [],
  }
}

/** Asks h1 again and again, from 1 ms after its clock reads `heldUntil`. */
async function askAfter(c: Client, watch: Watch, heldUntil: Ms): Promise<void> {
  await c.at(Math.ceil(watch.trueTime(c.w, 'h1', heldUntil)) + 1)
  for (const pause of [25, 50, 100, 200, 400, 800]) {
    probe(c, 'h1')
    await c.sleep(pause)
  }
}

/** A holder crashes while it holds. After the restart it knows nothing, whatever its disk or its counters say. */
export function holderCrash(s: SuiteBuilder, P: Properties): void {
  s.scenario('holder-crash', { seeds: 20, durationMs: 8000 }, (sc, r) => {
    const watch = new Watch(true)
    holders(sc)
    sc.network(calm)
    desk(sc)
    const crashAfter = r.int(20, 1200)
    const downMs = r.int(1, 500)
    const wantsAgain = r.chance(70)
    sc.nemesis(async (n) => {
      if (!(await when(n, (w) => watch.see(w).believes('h1'), 6000))) return
      await n.sleep(crashAfter)
      n.crash('h1', { forMs: downMs })
    })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      if (!(await until(c, () => !c.w.isUp('h1'), { every: 10, atMost: 6000 }))) return
      await until(c, () => c.w.isUp('h1'), { every: 10, atMost: 3000 })
      probe(c, 'h1')
      await c.sleep(r.int(1, 60))
      probe(c, 'h1')
      if (wantsAgain) await want(c, 'h1')
      await probeEvery(c, 'h1', 60, 24)
    })
    judge(sc, watch, P.holderRestart, 'restarted', 'exclusion')
    sc.sometimes('a restarted holder was asked while its old lease was in force', (e, w) => {
      const old = watch.see(w).current
      return e.type === 'use' && e.inc > 0 && e.node === 'h1' && old !== undefined && old.asked.inc === 0
    })
  })
}
