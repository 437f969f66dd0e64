import type { EventId, Json, NodeId, Trace, TraceEvent } from '../sim/index.ts'
import { type Lane, labelHeight, type Track } from './geometry.ts'
import type { Rows } from './rows.ts'

/**
 * Keys of `ctx.view` states that can be drawn along the lanes, the most telling first: a key that names something
 * (a lease, a role, a state) and changes on some lane. Numbers that only count are left out.
 */
export function trackable(trace: Trace): readonly string[] {
  const keys = new Map<string, { changes: boolean; last: Map<NodeId, string>; values: Set<string> }>()
  for (const e of trace) {
    for (const [key, value] of entriesOf(e)) {
      const text = textOf(key, value)
      if (text === undefined) continue
      const k = keys.get(key) ?? { changes: false, last: new Map(), values: new Set() }
      keys.set(key, k)
      const last = k.last.get(e.node)
      if (last !== undefined && last !== text) k.changes = true
      k.last.set(e.node, text)
      k.values.add(text)
    }
  }
  return [...keys].filter(([, k]) => k.changes && k.values.size <= 24).map(([key]) => key)
}

/** Bars beside each lane while the node's last view says the same about `key`; a crash ends them. */
export function tracksOf(
  trace: Trace,
  key: string,
  lanes: readonly Lane[],
  rows: Rows,
  bottom: number,
): Track[] {
  const laneOf = new Map(lanes.map((l) => [l.node, l]))
  const open = new Map<NodeId, { text: string; y: number; id: EventId }>()
  const out: Track[] = []
  const close = (node: NodeId, y: number) => {
    const bar = open.get(node)
    const lane = laneOf.get(node)
    open.delete(node)
    if (bar && lane && bar.text !== '' && y > bar.y) {
      out.push({
        key: `k${bar.id}`,
        id: bar.id,
        lane: lane.index,
        x: lane.x,
        y1: bar.y,
        y2: y,
        text: bar.text,
      })
    }
  }
  // What was said before the first row begins just above it.
  let y = Math.max(0, (rows.rows[0]?.y ?? 0) - labelHeight)
  for (const e of trace) {
    y = rows.yOf(e.id) ?? y
    if (e.kind === 'crash') close(e.node, y)
    if (e.kind !== 'view') continue
    const text = said(e, key)
    if (open.get(e.node)?.text === text) continue
    close(e.node, y)
    open.set(e.node, { text, y, id: e.id })
  }
  for (const node of [...open.keys()]) close(node, bottom)
  return out.sort((a, b) => a.y1 - b.y1)
}

function said(e: TraceEvent, key: string): string {
  const found = entriesOf(e).find(([k]) => k === key)
  return (found && textOf(key, found[1])) ?? ''
}

function entriesOf(e: TraceEvent): [string, Json][] {
  const { data } = e
  return e.kind === 'view' && typeof data === 'object' && data !== null && !Array.isArray(data)
    ? Object.entries(data)
    : []
}

/** What a bar says; '' for no bar; undefined for values that make no bar at all. */
function textOf(key: string, value: Json): string | undefined {
  if (value === null || value === false) return ''
  if (value === true) return key
  return typeof value === 'string' ? value : undefined
}
