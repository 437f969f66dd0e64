/** The lease as bars: for whom the server's promise held from when to when, and what holders answered meanwhile. */
import type { EventId, Ms, NodeId, Trace } from '../../lib/sim/index.ts'
import type { PatternView, TimelineRow } from '../../lib/spacetime/index.ts'

/** From a grant until its term had passed on the server's clock, or a release reached the server. */
export interface Promised {
  /** The grant. */
  readonly event: EventId
  readonly lease: string
  readonly to: NodeId
  readonly fromMs: Ms
  readonly toMs: Ms
}

/** A holder's answer to `use`. An ok outside its own bar is the bug this exercise is about. */
export interface Answer {
  readonly event: EventId
  readonly holder: NodeId
  readonly atMs: Ms
  readonly ok: boolean
}

export interface Picture {
  readonly promised: readonly Promised[]
  readonly answers: readonly Answer[]
}

/** Up to `untilMs`, or the end of the trace. Times are true times; the rate of the server's clock is taken into account. */
export function pictureOf(trace: Trace, untilMs: Ms = trace.at(-1)?.at ?? 0): Picture {
  const promised: { event: EventId; lease: string; to: NodeId; term: Ms; fromMs: Ms; toMs: Ms }[] = []
  const answers: Answer[] = []
  const renewing = new Map<number, string>()
  let rate = 1
  for (const e of trace) {
    if (e.at > untilMs) break
    if (e.kind === 'drift' && e.node === 'server') rate = Number(e.data)
    const body = (e.body ?? {}) as { lease?: string; term?: number; ok?: boolean }
    const last = promised.at(-1)
    if (e.kind === 'deliver' && e.node === 'server') {
      if (e.type === 'renew' && e.msg !== undefined && body.lease) renewing.set(e.msg, body.lease)
      if (e.type === 'release' && last && last.lease === body.lease) last.toMs = Math.min(last.toMs, e.at)
    }
    if (e.kind !== 'send' || e.re === undefined || e.label === 'refused') continue
    if (e.type === 'use') answers.push({ event: e.id, holder: e.node, atMs: e.at, ok: body.ok === true })
    if (e.node !== 'server' || typeof body.term !== 'number') continue
    const toMs = e.at + body.term / rate
    if (e.type === 'renew' && last && last.lease === renewing.get(e.re)) last.toMs = toMs
    if (e.type === 'acquire' && body.lease && last?.lease !== body.lease)
      promised.push({ event: e.id, lease: body.lease, to: e.peer ?? '', term: body.term, fromMs: e.at, toMs })
  }
  return {
    promised: promised.map(({ term: _, ...p }) => ({ ...p, toMs: Math.min(p.toMs, untilMs) })),
    answers,
  }
}

/** A row per holder: the server's promises to it, and its answers to `use`. A yes outside its own bar is the bug. */
const view: PatternView = ({ trace, endMs, nodes, witness }) => {
  const { promised, answers } = pictureOf(trace)
  const holders = nodes.filter((n) => promised.some((p) => p.to === n) || answers.some((a) => a.holder === n))
  if (holders.length === 0) return undefined
  const rows = holders.map(
    (holder): TimelineRow => ({
      name: `${holder}: its lease, and its answers`,
      bars: promised
        .filter((p) => p.to === holder)
        .map((p) => ({
          fromMs: p.fromMs,
          toMs: p.toMs,
          text: `lease ${p.lease}`,
          look: 'open',
          event: p.event,
          lane: nodes.indexOf(holder),
        })),
      ticks: answers
        .filter((a) => a.holder === holder)
        .map((a) => ({
          atMs: a.atMs,
          text: a.ok ? 'answers ok' : 'answers not ok',
          look: a.ok ? 'full' : 'hollow',
          event: a.event,
          ...(witness.has(a.event) ? { accent: 'fault' as const } : {}),
        })),
    }),
  )
  return {
    kind: 'timeline',
    title: 'Leases by the server, answers by the holders',
    fromMs: Math.floor(Math.min(...promised.map((p) => p.fromMs), ...answers.map((a) => a.atMs)) / 100) * 100,
    toMs: endMs,
    rows,
  }
}
export default view
