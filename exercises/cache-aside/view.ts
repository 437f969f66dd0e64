/** One key over time: what the store holds, what the cache holds, and the reads and writes of each server between them. */
import { type EventId, isYours, type Ms, type Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView, TimelineRow } from '../../lib/spacetime/index.ts'

export interface Span {
  readonly text: string
  readonly fromMs: Ms
  readonly toMs: Ms
  readonly event: EventId
  readonly open?: boolean
}

export interface Picture {
  readonly key: string
  readonly store: readonly Span[]
  readonly cache: readonly Span[]
  readonly calls: Readonly<Record<string, readonly Span[]>>
}

/** Of the first key that anyone asks for. */
export function pictureOf(trace: Trace, endMs: Ms = trace.at(-1)?.at ?? 0): Picture | undefined {
  const first = trace.find((e) => e.kind === 'deliver' && (e.type === 'read' || e.type === 'write'))
  if (!first) return undefined
  const key = (first.body as { k: string }).k
  const store: Span[] = []
  const cache: Span[] = []
  const calls: Record<string, Span[]> = {}
  const asked = new Map<number, { k: string; v?: string | null; ttlMs?: number }>()
  const begun = new Map<number, { type: string; v?: string; at: Ms; event: EventId }>()
  const close = (spans: Span[], at: Ms) => {
    const last = spans.at(-1)
    if (last && last.toMs > at) spans[spans.length - 1] = { ...last, toMs: at }
  }
  for (const e of trace) {
    if (e.kind === 'view' && e.node === 'store') {
      const v = (e.data as Record<string, string>)[key]
      if (v === undefined) continue
      close(store, e.at)
      store.push({ text: v, fromMs: e.at, toMs: endMs, event: e.id })
    }
    if (e.kind === 'deliver' && e.node === 'cache' && e.msg !== undefined) asked.set(e.msg, e.body as never)
    if (e.kind === 'send' && e.node === 'cache' && e.re !== undefined && e.label !== 'refused') {
      const q = asked.get(e.re)
      if (q?.k !== key) continue
      if (e.type === 'del') close(cache, e.at)
      if (e.type === 'set' && (e.body as { ok: boolean }).ok) {
        close(cache, e.at)
        const toMs = Math.min(endMs, e.at + (q.ttlMs ?? 0))
        cache.push({ text: q.v ?? 'null', fromMs: e.at, toMs, event: e.id })
      }
    }
    if (e.kind === 'deliver' && (e.type === 'read' || e.type === 'write') && e.re === undefined) {
      const { n, k, v } = e.body as { n: number; k: string; v?: string }
      if (k === key) begun.set(n, { type: e.type, at: e.at, event: e.id, ...(v !== undefined && { v }) })
    }
    if (e.kind === 'note' && !isYours(e) && e.label?.endsWith(' settled')) {
      const { n, as, got } = e.data as { n: number; as: string; got: string | null }
      const b = begun.get(n)
      if (!b) continue
      begun.delete(n)
      const end = as === 'value' ? (b.type === 'read' ? String(got) : b.v) : `${as}`
      row(e.node).push({ text: `${b.type} ${end}`, fromMs: b.at, toMs: e.at, event: e.id })
    }
  }
  for (const b of begun.values()) {
    const node = trace[b.event]?.node ?? ''
    row(node).push({ text: `${b.type} …`, fromMs: b.at, toMs: endMs, event: b.event, open: true })
  }
  return { key, store, cache, calls }

  function row(node: string): Span[] {
    calls[node] ??= []
    return calls[node]
  }
}

const view: PatternView = ({ trace, endMs, nodes, witness }) => {
  const picture = pictureOf(trace, endMs)
  if (!picture) return undefined
  const bar =
    (look: Bar['look'], lane?: number) =>
    (s: Span): Bar => ({
      fromMs: s.fromMs,
      toMs: s.toMs,
      text: s.text,
      look,
      event: s.event,
      ...(lane === undefined ? {} : { lane }),
      ...(s.open ? { openEnded: true } : {}),
      ...(witness.has(s.event) ? { accent: 'fault' as const } : {}),
    })
  const rows: TimelineRow[] = [
    { name: `${picture.key} in the store`, bars: picture.store.map(bar('solid')) },
    { name: `${picture.key} in the cache`, bars: picture.cache.map(bar('open')) },
    ...nodes
      .filter((node) => picture.calls[node])
      .map((node) => ({
        name: node,
        bars: (picture.calls[node] ?? []).map(bar('thin', nodes.indexOf(node))),
      })),
  ]
  return { kind: 'timeline', title: `What readers of ${picture.key} can get`, fromMs: 0, toMs: endMs, rows }
}
export default view
