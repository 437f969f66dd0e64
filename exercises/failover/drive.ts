/** What suites do to a controller: ask who, wait for a takeover, break things at the right moment. */
import type { EventId, Ms } from '../../lib/sim/index.ts'
import type { Client, Nemesis, Scenario, World } from '../../lib/suite/index.ts'
import type { Properties } from './properties.ts'
import { Watch } from './watch.ts'
import { CONTROLLER, WORKERS, world } from './world.ts'

export const TAKEOVER_MS = 2000
const ASK_EVERY_MS = 90

/** The world, a watch that judges it, and a client on the controller's machine that asks who all the time. */
export function stage(sc: Scenario, P: Properties): Watch {
  world(sc)
  const watch = new Watch(P)
  for (const p of Object.values(P))
    if (p.kind !== 'cost')
      sc.settled(p, (w) => {
        const { found } = watch.see(w)
        return found && found.property === p ? found.finding : undefined
      })
  sc.client('ops', async (c) => {
    for (;;) {
      void c.call(CONTROLLER, 'who', {}, { local: true, timeoutMs: null })
      await c.sleep(ASK_EVERY_MS)
    }
  })
  return watch
}

/** At the end of all trouble everybody can talk; 2,000 ms later somebody has to serve. */
export function recovers(sc: Scenario, P: Properties, watch: Watch): void {
  sc.eventually(
    P.takeover,
    { withinMs: TAKEOVER_MS },
    (w) => watch.see(w).serving(w.healAtMs),
    (w) => watch.stuck(w, w.healAtMs, w.trace.findLast((e) => e.kind === 'heal' && e.at <= w.healAtMs)?.id),
  )
}

/**
 * From `fromMs` on, controller, ledger and one worker can talk; 2,000 ms later one has to serve. Entries under way at
 * that instant don't count.
 */
export async function servesSoon(
  c: Client,
  watch: Watch,
  P: Properties,
  fromMs: Ms,
  from?: EventId,
): Promise<void> {
  const since = from ?? c.w.trace.find((e) => e.kind === 'boot' && e.node === CONTROLLER)?.id
  const end = fromMs + TAKEOVER_MS
  await c.at(fromMs + 60)
  while (c.now < end) {
    if (watch.see(c.w).serving(fromMs + 50)) return
    await c.at(Math.min(end, c.now + 20))
  }
  if (!watch.see(c.w).serving(fromMs + 50)) c.fail(P.takeover, watch.stuck(c.w, fromMs, since))
}

/** Waits until a worker serves, and names it. */
export async function whoServes(n: Nemesis, watch: Watch, withinMs: Ms = 2500): Promise<string | undefined> {
  const from = n.now
  await n.until((w) => watch.see(w).serving(from), withinMs)
  await n.sleep(1)
  return watch.incumbent?.worker
}

/** Waits until it is so, then 1 ms more. */
export async function when(n: Nemesis, f: (w: World) => boolean, withinMs: Ms): Promise<boolean> {
  const held = await n.until(f, withinMs)
  await n.sleep(1)
  return held
}

export function otherOf(worker: string): string {
  return worker === 'w1' ? 'w2' : 'w1'
}

/** The worst of the two: pings that the controller sent to one worker per 200 ms. */
export function pingRate(watch: Watch, fromMs: Ms, toMs: Ms): number {
  const count = (worker: string) =>
    watch.pings.filter((p) => p.worker === worker && p.at >= fromMs && p.at < toMs).length
  return Math.max(...WORKERS.map(count)) / ((toMs - fromMs) / 200)
}
