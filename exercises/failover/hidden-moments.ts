/** Hidden scenarios about one failure each, at the moment at which it hurts. The canary is in suite.hidden.ts. */
import type { TraceEvent } from '../../lib/sim/index.ts'
import type { SuiteBuilder } from '../../lib/suite/index.ts'
import { detected, otherOf, recovers, repeats, servesSoon, stage, when, whoServes } from './drive.ts'
import { SEEDS } from './hidden-seeds.ts'
import type { Properties } from './properties.ts'
import { CONTROLLER, LEDGER, WORKERS } from './world.ts'

const CALM = { latencyMs: [1, 20] } as const

/** The first activation, with one of the workers away in some runs. */
export function start(s: SuiteBuilder, P: Properties): void {
  s.scenario('start', { seeds: SEEDS.start, durationMs: 2300 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const away = r.pick([undefined, 'w1', 'w2'])
    sc.nemesis(async (n) => {
      if (away) n.off(away, { forMs: 5000 })
    })
    sc.client('c', (c) => servesSoon(c, watch, P, 0))
    sc.sometimes('a worker was activated at the start', () => watch.serving(0))
    sc.sometimes('a worker was away at the start', (e) => e.kind === 'off')
  })
}

/** The active worker crashes right after it has answered a ping: the whole of three intervals is ahead. */
export function prompt(s: SuiteBuilder, P: Properties): void {
  s.scenario('prompt', { seeds: SEEDS.prompt, durationMs: 4400 }, (sc) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      if (!first) return
      const from = n.w.trace.length
      const pong = (e: TraceEvent) =>
        e.kind === 'send' && e.type === 'ping' && e.re !== undefined && e.node === first
      await when(n, (w) => w.trace.slice(from).some(pong), 400)
      n.off(first, { forMs: 9000 })
    })
    sc.client('c', async (c) => {
      while (c.now < 2300) {
        const off = c.w.trace.find((e) => e.kind === 'off')
        if (off) {
          await detected(c, watch, P, off)
          return servesSoon(c, watch, P, off.at, off.id)
        }
        await c.sleep(50)
      }
    })
    sc.sometimes('a crash was followed by three misses', () => watch.switches.length > 0)
  })
}

/** A fence of a failover is lost, or an activate, or what answers it. Nothing else is in the way. */
export function lostStep(s: SuiteBuilder, P: Properties): void {
  s.scenario('lost-step', { seeds: SEEDS.lostStep, durationMs: 4600 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const losesFence = r.chance(50)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      if (!first) return
      const from = n.w.trace.length
      n.off(first, { forMs: 9000 })
      if (losesFence) return n.cut(CONTROLLER, LEDGER, { forMs: 850 })
      const fenced = (e: TraceEvent) => e.kind === 'send' && e.type === 'fence' && e.node === LEDGER
      await when(n, (w) => w.trace.slice(from).some(fenced), 1500)
      n.cut(CONTROLLER, otherOf(first), { forMs: 25 })
    })
    sc.client('c', (c) => repeats(c, watch, P, 4500))
    sc.sometimes('a fence or an activate had no answer', () =>
      watch.steps.some((x) => x.answeredAt === undefined),
    )
  })
}

/** The active worker crashes for long; the other takes over; the first comes back, and later the other crashes. */
export function crash(s: SuiteBuilder, P: Properties): void {
  s.scenario('crash', { seeds: SEEDS.crash, durationMs: 6900 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const awayMs = r.int(900, 1600)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      if (!first) return
      await n.sleep(n.random.int(1, 200))
      n.off(first, { forMs: awayMs })
      await n.sleep(2900)
      const second = watch.incumbent?.worker
      if (second && second !== first) n.off(second, { forMs: 9000 })
    })
    sc.client('c', async (c) => {
      for (let known = 0; c.now < 4800; ) {
        const off = c.w.trace.find((e) => e.id >= known && e.kind === 'off')
        if (off) {
          await servesSoon(c, watch, P, off.at, off.id)
          known = off.id + 1
        } else await c.sleep(50)
      }
    })
    sc.sometimes('the other worker took over', () => watch.switches.length > 0)
    sc.sometimes('the first worker took over from the second', () => watch.switches.length > 1)
  })
}

/** The active worker restarts so quickly that it hardly misses a ping. It is passive then. */
export function blip(s: SuiteBuilder, P: Properties): void {
  s.scenario('blip', { seeds: SEEDS.blip, durationMs: 4200 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const forMs = r.int(5, 330)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      await n.sleep(n.random.int(1, 250))
      if (first) n.off(first, { forMs })
    })
    sc.client('c', async (c) => {
      while (c.now < 2100) {
        const back = c.w.trace.find((e) => e.kind === 'heal' && e.fault !== undefined)
        if (back) return servesSoon(c, watch, P, back.at, back.id)
        await c.sleep(50)
      }
    })
    sc.sometimes('a worker that restarted was activated again', () => watch.offers.length > 1)
  })
}

/** Controller and incumbent cannot talk for a moment, again and again, and now and then a message is lost or late. */
export function flaps(s: SuiteBuilder, P: Properties): void {
  s.scenario('flaps', { seeds: SEEDS.flaps, durationMs: 6500, healAtMs: 5000 }, (sc) => {
    const watch = stage(sc, P)
    sc.network({ latencyMs: [1, 20], stressMs: [60, 250], stressPct: 5, lossPct: 5 })
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      if (!first) return
      while (n.now < 4600) {
        const forMs = n.random.int(150, 395)
        const how = n.random.int(0, 2)
        if (how === 0) n.partition([[CONTROLLER], [watch.incumbent?.worker ?? first]], { forMs })
        else if (how === 1) n.cut(CONTROLLER, watch.incumbent?.worker ?? first, { forMs })
        else n.clog(watch.incumbent?.worker ?? first, CONTROLLER, { forMs })
        await n.sleep(forMs + n.random.int(30, 700))
      }
    })
    recovers(sc, P, watch)
    sc.sometimes('the incumbent missed two pings in a row and answered the third', (e) => {
      const [a, b, x] = watch.pings
        .filter((p) => p.worker === watch.incumbent?.worker && e.at - p.at > 150)
        .slice(-3)
      return (
        a !== undefined && !a.answeredAt && b !== undefined && !b.answeredAt && x?.answeredAt !== undefined
      )
    })
  })
}

/** Controller and incumbent are cut off from each other; the incumbent goes on writing. */
export function zombie(s: SuiteBuilder, P: Properties): void {
  s.scenario('zombie', { seeds: SEEDS.zombie, durationMs: 5200 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const forMs = r.int(700, 2600)
    const how = r.int(0, 2)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      if (!first) return
      await n.sleep(n.random.int(1, 200))
      if (how === 0) n.partition([[CONTROLLER], [first]], { forMs })
      else if (how === 1) n.cut(CONTROLLER, first, { forMs })
      else n.clog(first, '*', { forMs })
    })
    sc.client('c', async (c) => {
      while (c.now < 3000) {
        const cut = c.w.trace.find((e) => e.kind === 'partition' || e.kind === 'cut' || e.kind === 'clog')
        if (cut) return servesSoon(c, watch, P, cut.at + 150, cut.id)
        await c.sleep(50)
      }
    })
    sc.sometimes('the ledger refused an entry of a worker that thought it was active', (e) => {
      return e.node === LEDGER && e.kind === 'send' && e.type === 'append' && e.label === 'refused'
    })
  })
}

/** The incumbent fails, and so does the ledger; the incumbent is back first. */
export function ledgerAway(s: SuiteBuilder, P: Properties): void {
  s.scenario('ledger-away', { seeds: SEEDS.ledgerAway, durationMs: 5600, healAtMs: 3400 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const how = r.int(0, 2)
    const failMs = r.int(620, 1000)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch, 1200)
      if (!first) return
      await n.sleep(n.random.int(1, 200))
      if (n.random.chance(50)) n.off(first, { forMs: failMs })
      else n.partition([[CONTROLLER], [first]], { forMs: failMs })
      await n.sleep(n.random.int(0, 300))
      const forMs = failMs + n.random.int(150, 700)
      if (how === 0) n.partition([[LEDGER], [CONTROLLER, ...WORKERS]], { forMs })
      else if (how === 1) n.cut(LEDGER, CONTROLLER, { forMs })
      else n.off(LEDGER, { forMs })
    })
    recovers(sc, P, watch)
    sc.sometimes('a fence was not acknowledged', (e, w) => {
      const fences = w.trace.filter((x) => x.kind === 'send' && x.type === 'fence' && x.re === undefined)
      return e.at > 2000 && fences.length > 2
    })
  })
}

/** The activation of the other worker is not heard, or its answer is not. */
export function deafOther(s: SuiteBuilder, P: Properties): void {
  s.scenario('deaf-other', { seeds: SEEDS.deafOther, durationMs: 6000, healAtMs: 3800 }, (sc, r) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const how = r.int(0, 3)
    const awayMs = r.int(850, 1100)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch, 1200)
      if (!first) return
      const other = otherOf(first)
      n.off(first, { forMs: awayMs })
      const fenced = (e: { kind: string; type?: string; node: string; re?: number }) =>
        e.kind === 'send' && e.type === 'fence' && e.node === LEDGER
      const from = n.w.trace.length
      await when(n, (w) => w.trace.slice(from).some(fenced), 2000)
      const forMs = n.random.int(700, 1500)
      if (how === 0) n.cut(CONTROLLER, other, { forMs })
      else if (how === 1) n.cut(other, CONTROLLER, { forMs })
      else if (how === 2) n.partition([[CONTROLLER], [other]], { forMs })
      else n.clog(CONTROLLER, other, { forMs })
    })
    recovers(sc, P, watch)
    sc.sometimes('a worker was offered an epoch and did not hear of it', (e) => {
      return (e.kind === 'drop' || e.kind === 'clog') && watch.switches.length > 0
    })
    sc.sometimes(
      'the first worker was activated again after the other could not be',
      () => watch.switches.length > 1,
    )
  })
}
