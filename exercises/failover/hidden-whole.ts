/** Hidden scenarios about the controller's own restarts, storms, and what watching costs. The canary is in suite.hidden.ts. */
import type { TraceEvent } from '../../lib/sim/index.ts'
import type { SuiteBuilder } from '../../lib/suite/index.ts'
import { otherOf, pingRate, recovers, stage, when, whoServes } from './drive.ts'
import { SEEDS } from './hidden-seeds.ts'
import type { Properties } from './properties.ts'
import { CONTROLLER, LEDGER, WORKERS } from './world.ts'

const CALM = { latencyMs: [1, 20] } as const
const HOUR = 3_600_000

/** The controller restarts while all is well, also after a failover, when another than the first is the incumbent. */
export function quietRestart(s: SuiteBuilder, P: Properties): void {
  s.scenario('quiet-restart', { seeds: SEEDS.quietRestart, durationMs: 5600, healAtMs: 3500 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const after = r.chance(70)
    const times = r.int(1, 3)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch, 1200)
      if (!first) return
      if (after) {
        n.off(first, { forMs: 1200 })
        await n.until((w) => watch.see(w).incumbent?.worker === otherOf(first), 1500)
        await n.sleep(n.random.int(30, 500))
      }
      for (let i = 0; i < times; i++) {
        n.crash(CONTROLLER, { forMs: n.random.int(1, 300) })
        await n.sleep(n.random.int(310, 700))
      }
    })
    recovers(sc, P, watch)
    sc.sometimes('the controller restarted after the job had moved', (e) => {
      return e.kind === 'restart' && watch.switches.length > 0
    })
  })
}

/** The controller crashes in the middle of a failover: after a fence, after an offer, after an activation. */
export function midway(s: SuiteBuilder, P: Properties): void {
  s.scenario('midway', { seeds: SEEDS.midway, durationMs: 5400, healAtMs: 3200 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const moment = r.pick(MOMENTS)
    const awayMs = r.int(800, 1800)
    const dies = r.chance(50)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch, 1200)
      if (!first) return
      if (dies) n.off(first, { forMs: awayMs })
      else {
        // It lives, cannot be asked for a while, and hears later still that it has been replaced.
        n.partition([[CONTROLLER], [first]], { forMs: n.random.int(850, 1000) })
        n.clog(first, LEDGER, { forMs: awayMs })
      }
      const from = n.w.trace.length
      // Before a timer of 1 ms: what restarts must not undo has been saved by then.
      await when(n, (w) => w.trace.slice(from).some(moment), 1500, 0.5)
      if (n.random.chance(50)) await n.sleep(n.random.int(1, 25))
      n.crash(CONTROLLER, { forMs: n.random.int(1, 400) })
      if (n.random.chance(30)) n.off(otherOf(first), { forMs: n.random.int(600, 900) })
    })
    recovers(sc, P, watch)
    sc.sometimes('the controller crashed right after an offer', (e) => {
      return e.kind === 'crash' && e.at - (watch.incumbent?.at ?? -100) < 40
    })
    sc.sometimes('the controller crashed between a fence and its offer', (e, w) => {
      const fence = w.trace.findLast((x) => x.kind === 'send' && x.type === 'fence' && x.node === CONTROLLER)
      return e.kind === 'crash' && fence !== undefined && fence.at > (watch.incumbent?.at ?? 0)
    })
  })
}

const MOMENTS: readonly ((e: TraceEvent) => boolean)[] = [
  (e) => e.kind === 'send' && e.type === 'fence' && e.node === CONTROLLER,
  (e) => e.kind === 'send' && e.type === 'fence' && e.node === LEDGER,
  (e) => e.kind === 'send' && e.type === 'activate' && e.node === CONTROLLER,
  (e) => e.kind === 'deliver' && e.type === 'activate' && e.node === CONTROLLER,
]

/** The controller and the incumbent crash at about the same time. */
export function together(s: SuiteBuilder, P: Properties): void {
  s.scenario('together', { seeds: SEEDS.together, durationMs: 4300, healAtMs: 2200 }, (sc) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch, 1200)
      if (!first) return
      n.off(first, { forMs: 5000 })
      await n.sleep(n.random.int(1, 400))
      n.crash(CONTROLLER, { forMs: n.random.int(1, 300) })
    })
    recovers(sc, P, watch)
    sc.sometimes('the job moved after a restart', (e) => e.inc > 0 && watch.switches.length > 0)
  })
}

/** Everything at once; then calm, and somebody must serve soon. */
export function storm(s: SuiteBuilder, P: Properties): void {
  s.scenario('storm', { seeds: SEEDS.storm, durationMs: 8100, healAtMs: 6000 }, (sc) => {
    const watch = stage(sc, P)
    sc.network({ latencyMs: [1, 20], stressMs: [20, 250], stressPct: 10, lossPct: 5, dupPct: 5 })
    sc.clocks({ skewMs: HOUR })
    const all = [CONTROLLER, LEDGER, ...WORKERS]
    sc.nemesis(async (n) => {
      await n.at(400)
      while (n.now < 5700) {
        const victim = n.random.pick(all)
        const forMs = n.random.int(40, 1200)
        const what = n.random.int(0, 7)
        if (what === 0) n.off(n.random.pick(WORKERS), { forMs })
        else if (what === 1) n.crash(CONTROLLER, { forMs: Math.min(forMs, 500) })
        else if (what === 2) n.pause(CONTROLLER, { forMs })
        else if (what === 3) n.partition([[victim], all.filter((x) => x !== victim)], { forMs })
        else if (what === 4) n.cut(CONTROLLER, n.random.pick(all.slice(1)), { forMs })
        else if (what === 5) n.cut(n.random.pick(all.slice(1)), CONTROLLER, { forMs })
        else if (what === 6) n.clog(CONTROLLER, n.random.pick(all.slice(1)), { forMs })
        else n.skew(CONTROLLER, n.random.pick([-HOUR, HOUR]))
        await n.sleep(n.random.int(100, 700))
      }
    })
    recovers(sc, P, watch)
    sc.sometimes('a storm moved the job', () => watch.switches.length > 0)
    sc.sometimes('the controller slept in a storm', (e) => e.kind === 'resume')
  })
}

/** Two failures and many short silences: what watching costs, and how often the job moves. */
export function cost(s: SuiteBuilder, P: Properties): void {
  s.scenario('cost', { seeds: 2, durationMs: 8000 }, (sc) => {
    const watch = stage(sc, P)
    sc.network({ latencyMs: [5, 5] })
    sc.nemesis(async (n) => {
      for (const failing of [false, true, false, true, false]) {
        const now = await whoServes(n, watch)
        if (!now) return
        await n.sleep(n.random.int(100, 300))
        if (failing) n.off(now, { forMs: 900 })
        else n.partition([[CONTROLLER], [now]], { forMs: n.random.int(250, 380) })
        await n.sleep(1000)
      }
    })
    sc.cost(P.pingBudget, { max: 2, unit: 'pings per 200 ms' }, () => pingRate(watch, 1000, 8000))
    // As many failures as there were, not as many as were planned.
    sc.cost(P.switchBudget, { max: 1, unit: 'switches per failure' }, (w) => {
      return watch.switches.length / Math.max(1, w.trace.filter((e) => e.kind === 'off').length)
    })
    sc.cost(P.activationBudget, { max: 2, unit: 'activates per start or crash' }, (w) => {
      return watch.offers.length / (1 + w.trace.filter((e) => e.kind === 'off').length)
    })
    sc.sometimes('the job moved twice', () => watch.switches.length >= 2)
  })
}
