/** What suites do to a controller: ask who, wait for a takeover, break things at the right moment. */
import type { EventId, Ms, TraceEvent } from '../../lib/sim/index.ts'
import type { Client, Nemesis, Scenario, World } from '../../lib/suite/index.ts'
import * as say from './findings.ts'
import type { Properties } from './properties.ts'
import { MISSES, missed, type Step, Watch } from './watch.ts'
import { CONTROLLER, WORKERS, world } from './world.ts'

export const TAKEOVER_MS = 2000
const ASK_EVERY_MS = 90
/** From a crash of the incumbent to the activate of the other: the reference takes 790 ms at worst, four misses 930 at least. */
const DETECTED_MS = 900
const REPEATED_MS = 500

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

/** The incumbent has crashed, at `off`, and stays away: the other is activated in time. Nothing else may be broken. */
export async function detected(c: Client, watch: Watch, P: Properties, off: TraceEvent): Promise<void> {
  const end = off.at + DETECTED_MS
  const moved = () => watch.see(c.w).offers.some((o) => o.at > off.at && o.at <= end && o.worker !== off.node)
  while (c.now < end && !moved()) await c.at(Math.min(end, c.now + 20))
  const back = c.w.trace.some((e) => e.kind === 'heal' && e.fault === off.fault && e.at <= end)
  const incumbent = watch.offers.findLast((o) => o.at < off.at)?.worker
  if (back || moved() || incumbent !== off.node) return
  const asked = watch.pings.findLast((p) => p.worker === off.node)
  c.fail(P.detection, say.undetected(c.w, off, asked))
}

/** Follows the run to its end: a fence or an activate that is needed and unanswered is followed by another in time. */
export async function repeats(c: Client, watch: Watch, P: Properties, untilMs: Ms): Promise<void> {
  for (let known = 0; c.now < untilMs; await c.sleep(20)) {
    const { steps } = watch.see(c.w)
    for (let s = steps[known]; s && c.now >= s.at + REPEATED_MS; s = steps[++known]) {
      const next = steps[known + 1]
      const answered = s.answeredAt !== undefined && s.answeredAt <= s.at + REPEATED_MS
      if (!answered && !(next && next.at <= s.at + REPEATED_MS) && isNeeded(watch, s))
        return c.fail(P.retry, say.notRepeated(s))
    }
  }
}

/** The incumbent had failed and stayed silent while the other answered, or it answered that it is not what it should be. */
function isNeeded(watch: Watch, step: Step): boolean {
  const offer = watch.offers.findLast((o) => o.at <= step.at)
  if (!offer) return false
  const end = step.at + REPEATED_MS
  const of = (worker: string) => watch.pings.filter((p) => p.worker === worker)
  const before = of(offer.worker).filter((p) => p.at <= step.at - 150)
  const during = (worker: string) => of(worker).filter((p) => p.at > step.at - 150 && p.at <= end - 150)
  const mine = during(offer.worker)
  const isSilent = before.length >= MISSES && [...before.slice(-MISSES), ...mine].every(missed)
  if (isSilent) return during(otherOf(offer.worker)).every((p) => !missed(p))
  const asked = mine.filter((p) => p.at > step.at)
  return asked.length > 0 && asked.every((p) => !missed(p) && p.activeUnder !== offer.epoch)
}

/** Waits until a worker serves, and names it. */
export async function whoServes(n: Nemesis, watch: Watch, withinMs: Ms = 2500): Promise<string | undefined> {
  const from = n.now
  await n.until((w) => watch.see(w).serving(from), withinMs)
  await n.sleep(1)
  return watch.incumbent?.worker
}

/** Waits until it is so, then `thenMs` more. */
export async function when(
  n: Nemesis,
  f: (w: World) => boolean,
  withinMs: Ms,
  thenMs: Ms = 1,
): Promise<boolean> {
  const held = await n.until(f, withinMs)
  await n.sleep(thenMs)
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
