/** Hidden scenarios about what was true once: answers of an older epoch, or to an older question. The canary is in suite.hidden.ts. */
import type { TraceEvent } from '../../lib/sim/index.ts'
import type { SuiteBuilder } from '../../lib/suite/index.ts'
import { otherOf, stage, when, whoServes } from './drive.ts'
import { SEEDS } from './hidden-seeds.ts'
import type { Properties } from './properties.ts'
import { CONTROLLER, LEDGER } from './world.ts'

const CALM = { latencyMs: [1, 20] } as const
/** There and back. */
const LONGEST_WAY_MS = 40

const acknowledgesFence = (e: TraceEvent) => e.kind === 'send' && e.type === 'fence' && e.node === LEDGER

/**
 * The first worker hears neither of its fence nor of its next activation: it goes on saying that it is active, under
 * the epoch that it had two failovers ago.
 */
export function oldActive(s: SuiteBuilder, P: Properties): void {
  s.scenario('old-active', { seeds: SEEDS.oldActive, durationMs: 2700 }, (sc) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      if (!first) return
      const other = otherOf(first)
      n.cut(first, LEDGER, { forMs: 9000 })
      n.partition([[CONTROLLER], [first]], { forMs: 950 })
      await n.sleep(960)
      const from = n.now
      if (!(await n.until((w) => watch.see(w).serving(from), 600)) || watch.incumbent?.worker !== other)
        return
      const isBack = () =>
        watch.pings.some((p) => p.worker === first && p.at > from && p.activeUnder !== undefined)
      await when(n, () => isBack(), 400)
      n.off(other, { forMs: 9000 })
      const moved = () => watch.see(n.w).switches.length > 1
      if (await when(n, moved, 1500, 0.5)) n.cut(CONTROLLER, first, { forMs: 20 })
    })
    sc.sometimes('a worker that had not heard of its activation said that it was active', (e) => {
      const last = watch.incumbent
      const state = e.body as { active?: boolean; epoch?: number } | null
      return (
        e.kind === 'deliver' &&
        e.node === CONTROLLER &&
        e.type === 'ping' &&
        last !== undefined &&
        watch.switches.length > 1 &&
        e.peer === last.worker &&
        e.at > last.at + LONGEST_WAY_MS &&
        state?.active === true &&
        (state.epoch ?? 0) < last.epoch
      )
    })
  })
}

/** The acknowledgement of an activate comes when another activate has left since, and has been lost. */
export function lateAnswer(s: SuiteBuilder, P: Properties): void {
  s.scenario('late-answer', { seeds: SEEDS.lateAnswer, durationMs: 2200 }, (sc) => {
    const watch = stage(sc, P)
    sc.network(CALM)
    const isLate = (e: TraceEvent) =>
      e.kind === 'deliver' &&
      e.node === CONTROLLER &&
      e.type === 'activate' &&
      watch.switches.length > 1 &&
      e.peer !== watch.incumbent?.worker
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      if (!first) return
      n.off(first, { forMs: 850 })
      const known = n.w.trace.length
      await when(n, (w) => w.trace.slice(known).some(acknowledgesFence), 1500)
      // Three pings of the other worker are missed within 770 ms; the next activate leaves by 830 ms.
      n.clog(otherOf(first), CONTROLLER, { forMs: 850 })
      const moved = () => watch.see(n.w).switches.length > 1
      if (await when(n, moved, 1000, 0.5)) n.cut(CONTROLLER, first, { forMs: 350 })
    })
    sc.client('after', async (c) => {
      let known = 0
      while (c.now < 2150) {
        watch.see(c.w)
        const { trace } = c.w
        const late = trace.slice(known).some(isLate)
        known = trace.length
        if (late) void c.call(CONTROLLER, 'who', {}, { local: true, timeoutMs: null })
        await c.sleep(2)
      }
    })
    sc.sometimes('an older activate was acknowledged after a newer one had left', isLate)
  })
}
