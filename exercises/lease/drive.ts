/** What suites do to a lease cluster: start it, ask holders, play a bare client or a server of their own. */
import type { Ms } from '../../lib/sim/index.ts'
import type {
  CallResult,
  Client,
  Finding,
  Nemesis,
  Property,
  Scenario,
  World,
} from '../../lib/suite/index.ts'
import { at, ms } from './findings.ts'
import { CONFIG, HOLDERS, type Kind, MAX, RHO, type Watch } from './watch.ts'

/** A server may refuse to grant for MAX ms after any boot, the first included; MAX on the slowest clock is 2,105 ms. */
export const START = 2200
export const HOUR = 3_600_000

export function holders(sc: Scenario): void {
  sc.nodes(HOLDERS, { role: 'holder', config: CONFIG })
}

export function cluster(sc: Scenario): void {
  sc.nodes(['server'], { role: 'server', config: CONFIG })
  holders(sc)
}

/** Fails the run at the first finding of one of the kinds. */
export function judge(sc: Scenario, watch: Watch, p: Property, ...kinds: Kind[]): void {
  sc.always(p, (_, w) => {
    watch.see(w)
    for (const kind of kinds) if (watch.found[kind]) return watch.found[kind]
    return undefined
  })
}

export function want(c: Client, holder: string, on = true): Promise<CallResult> {
  return c.call(holder, 'want', { on }, { local: true })
}

/** Asks a holder on its own machine. Not awaited, since a paused holder answers when it resumes. */
export function probe(c: Client, holder: string): void {
  void c.call(holder, 'use', {}, { local: true, timeoutMs: null })
}

export async function probeEvery(c: Client, holder: string, everyMs: Ms, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    probe(c, holder)
    await c.sleep(everyMs)
  }
}

/**
 * Waits until it is so, then 1 ms more: a fault injected at the very instant that it waits for would come before that
 * instant's messages when it is replayed.
 */
export async function when(n: Nemesis, f: (w: World) => boolean, withinMs: Ms): Promise<boolean> {
  const held = await n.until(f, withinMs)
  await n.sleep(1)
  return held
}

/** h1 wants the lease, nothing stands in its way, and it has none. */
export function notGranted(watch: Watch, w: World): Finding {
  const last = watch.current
  const heard = w.trace.findLast((e) => e.node === 'h1' && e.kind === 'deliver' && e.type === 'acquire')
  const asked = w.trace.findLast((e) => e.node === 'h1' && e.kind === 'send' && e.type === 'acquire')
  const told = w.trace.find((e) => e.node === 'h1' && e.kind === 'deliver' && e.type === 'want')
  const said = heard
    ? `The last answer that it got, at ${at(heard.at)}, was ${JSON.stringify(heard.body)}.`
    : asked
      ? `It asked at ${at(asked.at)} and got no answer.`
      : 'It has not asked the server.'
  return {
    because: `h1 was told at ${at(START)} to want the lease, and ${ms(w.now - START)} ms later no grant has reached it. ${said}`,
    expected: 'a grant',
    got: last ? `the last grant was ${last.lease}, to ${last.to}` : 'no grant at all',
    witness: [told, heard ?? asked].flatMap((e) => (e ? [e.id] : [])),
  }
}

/**
 * Asks h1 now and then whether it holds the lease, and looks at every end of what it was promised whether a renewal has
 * moved it. False, and the run failed, when there is a gap before `end`.
 */
export async function keeps(c: Client, watch: Watch, p: Property, end: Ms): Promise<boolean> {
  let next = c.now
  while (c.now < end) {
    const { until: heldUntil } = watch.belief('h1')
    await c.at(Math.min(next, watch.trueTime(c.w, 'h1', heldUntil)))
    if (c.now >= end) break
    const lapsed = c.w.mono('h1') >= watch.belief('h1').until
    if (!lapsed && c.now < next) continue
    next = c.now + 130
    const r = await c.call('h1', 'use', {}, { local: true, timeoutMs: null })
    if (lapsed || (r.ok && r.value?.ok !== true)) {
      c.fail(p, gap(watch, c.now, r.endId))
      return false
    }
  }
  return true
}

function gap(watch: Watch, now: Ms, answer: number): Finding {
  const { reply, answeredAt, renewals } = watch.belief('h1')
  return {
    because: `At ${at(now)} h1 holds nothing, although it wants the lease and the server is in reach. The last answer that reached it, at ${at(answeredAt)}, was to ${renewals > 0 ? 'a renewal' : 'its acquire'}; what that gave it has run out.`,
    expected: { ok: true },
    got: { ok: false },
    witness: [reply, answer].filter((id) => id >= 0),
  }
}

/** Waits in steps until it is so; tells whether it came to be. The steps leave no trace. */
export async function until(c: Client, f: () => boolean, o: { every: Ms; atMost: Ms }): Promise<boolean> {
  const end = c.now + o.atMost
  while (c.now < end) {
    if (f()) return true
    await c.sleep(o.every)
  }
  return f()
}

export type Seized = { lease: string; term: Ms } | undefined

/** One bare acquire, as a holder that the suite plays itself. */
export async function seize(c: Client, o: { term?: Ms; req?: string } = {}): Promise<Seized> {
  const r = await c.call(
    'server',
    'acquire',
    { req: o.req ?? `${c.id}-${Math.round(c.now)}`, term: o.term ?? MAX },
    { timeoutMs: 1000 },
  )
  return r.ok && typeof r.value?.lease === 'string' ? r.value : undefined
}

/** Asks every few ms without waiting for answers, until this client is granted the lease or time is up. */
export async function besiege(c: Client, watch: Watch, o: { every: Ms; atMost: Ms }): Promise<boolean> {
  return until(
    c,
    () => {
      if (watch.current?.to === c.id) return true
      void seize(c)
      return false
    },
    o,
  )
}

/** Asks until granted: now and then at first, densely while some clock in the band reads a full term. */
export async function waitItOut(
  c: Client,
  watch: Watch,
  o: { every: Ms; near: Ms; atMost: Ms },
): Promise<boolean> {
  const end = c.now + o.atMost
  while (c.now < end && watch.current?.to !== c.id) {
    void seize(c)
    const { heardAt, term } = watch.current ?? { heardAt: c.now, term: MAX }
    const toDense = heardAt + term / (1 + RHO) - 60 - c.now
    const toSparse = heardAt + term / (1 - RHO) + 60 - c.now
    if (toDense <= 0 && toSparse > 0) await c.sleep(o.near)
    else await c.sleep(toDense > 0 ? Math.min(o.every, Math.ceil(toDense)) : o.every)
  }
  return watch.current?.to === c.id
}
