import type { FaultOp, Json, NodeId, Trace, TraceEvent } from '../sim/index.ts'
import type { Lane, Operation, Segment, Shade } from './geometry.ts'
import type { Rows } from './rows.ts'

interface Frame {
  readonly trace: Trace
  readonly faults: readonly FaultOp[]
  readonly rows: Rows
  readonly lanes: readonly Lane[]
  readonly top: number
  readonly bottom: number
}

/** y of an event: its own row, or where its instant falls when it has none (filtered out). */
function yOfEvent(e: TraceEvent, rows: Rows, edge: 'start' | 'end'): number {
  return rows.yOf(e.id) ?? rows.yAt(e.at, edge)
}

type Status = Segment['status'] | 'unborn'

const becomes: Partial<Record<TraceEvent['kind'], Status>> = {
  boot: 'up',
  restart: 'up',
  resume: 'up',
  pause: 'paused',
  crash: 'crashed',
}

/** The lanes' strokes: whole while up, thin while paused, broken while crashed, absent before the first start. */
export function segmentsOf(f: Frame): Segment[] {
  const changes = new Map<NodeId, { y: number; status: Status }[]>(f.lanes.map((l) => [l.node, []]))
  const told = new Set<string>()
  for (const e of f.trace) {
    const status = becomes[e.kind]
    if (!status) continue
    if (e.fault !== undefined) told.add(e.fault)
    changes.get(e.node)?.push({ y: yOfEvent(e, f.rows, 'start'), status })
  }
  for (const op of f.faults) {
    if ((op.op !== 'pause' && op.op !== 'crash') || told.has(op.id)) continue
    const list = changes.get(op.node)
    list?.push({
      y: f.rows.yOfFault(op.id) ?? f.rows.yAt(op.at, 'start'),
      status: op.op === 'pause' ? 'paused' : 'crashed',
    })
    if (isTime(op.until)) list?.push({ y: f.rows.yAt(op.until, 'end'), status: 'up' })
  }
  return f.lanes.flatMap((lane) => segmentsOfLane(lane, changes.get(lane.node) ?? [], f))
}

function segmentsOfLane(lane: Lane, unsorted: readonly { y: number; status: Status }[], f: Frame): Segment[] {
  const changes = [...unsorted].sort((a, b) => a.y - b.y)
  const first = f.trace.find((e) => e.node === lane.node && e.kind !== 'drop' && e.kind !== 'dup')
  let status: Status = first?.kind === 'boot' ? 'unborn' : 'up'
  let from = f.top
  const out: Segment[] = []
  const close = (y: number) => {
    if (status !== 'unborn' && y > from) out.push({ lane: lane.index, y1: from, y2: y, status })
  }
  for (const change of changes) {
    if (change.status === status) continue
    close(change.y)
    from = change.y
    status = change.status
  }
  close(f.bottom)
  return out
}

/** The gaps between lanes that a partition or a one-way cut has closed, for as long as it lasts. */
export function shadesOf(f: Frame): Shade[] {
  const healed = healsOf(f)
  const told = new Set<string>()
  const out: Shade[] = []
  f.trace.forEach((e, i) => {
    if (e.kind !== 'partition' && e.kind !== 'cut') return
    if (e.fault !== undefined) told.add(e.fault)
    const op = f.faults.find((x) => x.id === e.fault)
    const y1 = yOfEvent(e, f.rows, 'start')
    const end =
      healed(e, i) ?? (op && 'until' in op && isTime(op.until) ? f.rows.yAt(op.until, 'end') : undefined)
    const key = `${e.kind}${e.id}`
    const gaps =
      e.kind === 'partition' ? gapsOfGroups(asGroups(e.data), f.lanes) : gapsOfCut(asPair(e.data), f.lanes)
    out.push(
      ...gaps.map((g, k) => ({
        ...g,
        kind: e.kind as Shade['kind'],
        key: `${key}.${k}`,
        ...(e.fault === undefined ? {} : { fault: e.fault }),
        y1,
        y2: end ?? f.bottom,
        open: end === undefined,
      })),
    )
  })
  for (const op of f.faults) {
    if ((op.op !== 'partition' && op.op !== 'cut') || told.has(op.id)) continue
    const y1 = f.rows.yOfFault(op.id) ?? f.rows.yAt(op.at, 'start')
    const end = isTime(op.until) ? f.rows.yAt(op.until, 'end') : undefined
    const gaps =
      op.op === 'partition' ? gapsOfGroups(op.groups, f.lanes) : gapsOfCut([op.from, op.to], f.lanes)
    out.push(
      ...gaps.map((g, k) => ({
        ...g,
        kind: op.op,
        key: `${op.id}.${k}`,
        fault: op.id,
        y1,
        y2: end ?? f.bottom,
        open: end === undefined,
      })),
    )
  }
  return out.filter((s) => s.y2 > s.y1)
}

/** y of the heal that ends the given partition or cut: the one that names its fault, or the heal of everything. */
function healsOf(f: Frame): (e: TraceEvent, index: number) => number | undefined {
  const heals = f.trace.flatMap((e, i) => (e.kind === 'heal' ? [{ e, i }] : []))
  return (begun, index) => {
    const end = heals.find(
      ({ e, i }) => i > index && (e.data === null || e.data === undefined || e.data === begun.fault),
    )
    return end && yOfEvent(end.e, f.rows, 'end')
  }
}

type Gap = Pick<Shade, 'x1' | 'x2' | 'towards'>

/** Between neighbouring lanes of different groups; lanes in no group talk to all and don't count as neighbours. */
function gapsOfGroups(groups: readonly (readonly NodeId[])[], lanes: readonly Lane[]): Gap[] {
  const grouped = lanes.flatMap((lane) => {
    const group = groups.findIndex((g) => g.includes(lane.node))
    return group < 0 ? [] : [{ lane, group }]
  })
  return grouped.flatMap((right, i) => {
    const left = grouped[i - 1]
    return left && left.group !== right.group ? [{ x1: left.lane.x, x2: right.lane.x }] : []
  })
}

function gapsOfCut([from, to]: readonly [NodeId, NodeId] | readonly [], lanes: readonly Lane[]): Gap[] {
  const a = lanes.find((l) => l.node === from)
  const b = lanes.find((l) => l.node === to)
  if (!a || !b || a === b) return []
  return [{ x1: Math.min(a.x, b.x), x2: Math.max(a.x, b.x), towards: b.x > a.x ? 'right' : 'left' }]
}

export function asGroups(data: Json | undefined): string[][] {
  return Array.isArray(data)
    ? data.map((g) => (Array.isArray(g) ? g.filter((n) => typeof n === 'string') : []))
    : []
}

export function asPair(data: Json | undefined): readonly [NodeId, NodeId] | readonly [] {
  return Array.isArray(data) && data.length >= 2 ? [text(data[0]), text(data[1])] : []
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Clients' calls from invoke to their end; calls that overlap on one lane stand side by side. */
export function operationsOf(f: Frame): Operation[] {
  const laneOf = new Map(f.lanes.map((l) => [l.node, l]))
  const open = new Map<string, { e: TraceEvent; depth: number }>()
  const out: Operation[] = []
  const add = (begun: { e: TraceEvent; depth: number }, end: TraceEvent | undefined) => {
    const lane = laneOf.get(begun.e.node)
    const y1 = f.rows.yOf(begun.e.id)
    if (!lane || y1 === undefined) return
    const y2 = end ? yOfEvent(end, f.rows, 'end') : f.bottom
    const outcome = end ? (end.kind as 'ok' | 'fail' | 'info') : 'pending'
    out.push({
      key: `op${begun.e.id}`,
      lane: lane.index,
      x: lane.x + begun.depth * 9,
      y1,
      y2,
      from: begun.e.id,
      to: end?.id,
      outcome,
    })
  }
  for (const e of f.trace) {
    const key = `${e.node}/${e.op}`
    if (e.kind === 'invoke') {
      const taken = new Set([...open.values()].filter((o) => o.e.node === e.node).map((o) => o.depth))
      let depth = 0
      while (taken.has(depth)) depth++
      open.set(key, { e, depth })
    } else if (e.kind === 'ok' || e.kind === 'fail' || e.kind === 'info') {
      const begun = open.get(key)
      if (begun) add(begun, e)
      open.delete(key)
    }
  }
  for (const begun of open.values()) add(begun, undefined)
  return out
}

/** JSON turns Infinity into null: both mean "until the heal". */
function isTime(t: number | null): t is number {
  return t !== null && Number.isFinite(t)
}
