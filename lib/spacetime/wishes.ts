import type { FaultOp, TraceEvent } from '../sim/index.ts'
import { lasting } from './filter.ts'
import { charPx, type Lane, type Layout, labelHeight, type Mark, type Message } from './geometry.ts'
import { labelOf, toneOf, type Wish } from './labels.ts'
import type { Rows } from './rows.ts'

interface LabelScene {
  /** The margin tells of the violation already. */
  readonly hasMargin: boolean
  readonly events: readonly TraceEvent[]
  readonly rows: Rows
  readonly marks: readonly Mark[]
  readonly messages: readonly Message[]
  readonly laneGap: number
  readonly gutter: number
  readonly lanes: readonly Lane[]
  readonly marginX: number
  readonly silent: readonly FaultOp[]
  readonly shades: Layout['shades']
  readonly tracks: Layout['tracks']
}

/** Space between a lane and its label, and what a label leaves free before the next lane. */
const off = 13
const clear = 9

/** Which label each event would like, and where. */
export function wishesOf(s: LabelScene): Wish[] {
  // On which side a message leaves or reaches a place: its label goes to the other.
  const lines = new Map<string, number>()
  for (const m of s.messages) {
    const side = Math.sign(m.x2 - m.x1)
    lines.set(`${m.x1} ${m.y1}`, side)
    lines.set(`${m.x2} ${m.y2}`, -side)
  }
  const joined = new Set(s.messages.filter((m) => m.style !== 'from-outside').map((m) => m.to))
  const late = new Map(s.messages.map((m) => [m.to, m.delayMs]))
  const ofEvents = s.events.flatMap((e, i): Wish[] => {
    const mark = s.marks[i] as Mark
    const text = labelOf(e, { hasLine: joined.has(e.id), delayMs: late.get(e.id) })
    if (text === undefined || mark.under || (e.kind === 'violation' && s.hasMargin)) return []
    const wish = {
      key: `l${e.id}`,
      id: e.id,
      text,
      tone: toneOf(e, mark.witness > 0),
      y: mark.y,
      weight: late.get(e.id) === undefined ? weightOf(e, mark) : Math.max(2.8, weightOf(e, mark)),
    }
    if (mark.lane < 0) return [{ ...wish, ...networkPlace(e, s) }]
    const sides = sidesOf(mark.x, mark.y, lines)
    const places = sides.map((side) => place(side, mark, s))
    const whole = charPx * text.length
    if (wish.weight < 2 || places.some((p) => whole <= p.room)) return [{ ...wish, places }]
    // What matters is not cut while its row is free beyond the next lane; else the most is kept of it.
    const more = [...places, ...sides.map((side) => across(side, mark, s))]
    return [{ ...wish, places: more.sort((a, b) => b.room - a.room) }]
  })
  const ofFaults = s.silent.map((f): Wish => {
    const y = s.rows.yOfFault(f.id) as number
    const lane = 'node' in f ? s.lanes.find((l) => l.node === f.node) : undefined
    const wish = { key: `l${f.id}`, id: undefined, text: shortFault(f), tone: 'ink' as const, y, weight: 3 }
    const mark = lane && ({ x: lane.x, y, lane: lane.index } as const)
    return mark
      ? { ...wish, places: [place('right', mark, s), place('left', mark, s)] }
      : { ...wish, ...inShade(f.id, f.op, s) }
  })
  const ofTracks = s.tracks.map((t): Wish => {
    const places = sidesOf(t.x, t.y1, lines).map((side) => place(side, t, s))
    return {
      key: `l${t.key}`,
      id: t.id,
      text: t.text,
      tone: 'ink',
      strong: true,
      y: t.y1,
      weight: 2.5,
      places,
    }
  })
  return [...ofEvents, ...ofFaults, ...ofTracks]
}

/** Where no line leaves or arrives comes first. */
function sidesOf(x: number, y: number, lines: ReadonlyMap<string, number>): readonly ('left' | 'right')[] {
  return (lines.get(`${x} ${y}`) ?? -1) > 0 ? ['left', 'right'] : ['right', 'left']
}

function place(
  side: 'left' | 'right',
  mark: { readonly x: number; readonly lane: number },
  s: LabelScene,
): Wish['places'][number] {
  const outer = side === 'left' ? mark.lane === 0 : mark.lane === s.lanes.length - 1
  const room = (outer ? s.gutter - 2 : s.laneGap - clear) - off
  return side === 'left'
    ? { x: mark.x - off, anchor: 'end', room }
    : { x: mark.x + off, anchor: 'start', room }
}

/** Over the lanes beside it, up to the next mark or line in its row, or to the picture's edge. */
function across(side: 'left' | 'right', mark: Mark, s: LabelScene): Wish['places'][number] {
  const sign = side === 'left' ? -1 : 1
  const half = labelHeight / 2 + 3
  const ahead = (x: number) => (x - mark.x) * sign
  const marks = s.marks.flatMap((m) => (Math.abs(m.y - mark.y) < half ? [m.x] : []))
  const lines = s.messages.flatMap((m) => crossing(m, mark.y - half, mark.y + half))
  const edge = side === 'left' ? mark.x : s.marginX - mark.x
  const next = [...marks, ...lines].map(ahead).filter((d) => d > 4)
  const room = Math.min(edge - 2, ...next.map((d) => d - clear)) - off
  return { x: mark.x + sign * off, anchor: side === 'left' ? 'end' : 'start', room }
}

/** The two x between which a message's line runs through a band of heights; none where it does not. */
function crossing({ x1, y1, x2, y2 }: Message, top: number, bottom: number): number[] {
  if (Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) return []
  const at = (y: number) =>
    y1 === y2
      ? x2
      : x1 + ((x2 - x1) * (Math.max(Math.min(y1, y2), Math.min(Math.max(y1, y2), y)) - y1)) / (y2 - y1)
  return y1 === y2 ? [x1, x2] : [at(top), at(bottom)]
}

/** In the shaded gap that the event opens or closes; else the middle of the picture. */
function networkPlace(e: TraceEvent, s: LabelScene): Pick<Wish, 'short' | 'places'> {
  if (e.kind === 'violation') {
    const [a, b] = middleGap(s)
    const x = (a + b) / 2
    return { places: [{ x, anchor: 'middle', room: 2 * Math.min(x, s.marginX - x) - 8 }] }
  }
  return inShade(e.fault ?? (typeof e.data === 'string' ? e.data : undefined), e.kind, s)
}

function inShade(fault: string | undefined, kind: string, s: LabelScene): Pick<Wish, 'short' | 'places'> {
  const shade = fault === undefined ? undefined : s.shades.find((x) => x.fault === fault)
  const [a, b] = shade ? [shade.x1, shade.x2] : middleGap(s)
  return {
    short: kind === 'partition' ? 'split' : kind,
    places: [{ x: (a + b) / 2, anchor: 'middle', room: b - a - 22 }],
  }
}

/** Between the two middle lanes, so that the text crosses none. */
function middleGap(s: LabelScene): readonly [number, number] {
  const i = Math.max(1, s.lanes.length >> 1)
  const [left, right] = [s.lanes[i - 1], s.lanes[i]]
  return left && right ? [left.x, right.x] : [0, s.marginX]
}

function weightOf(e: TraceEvent, mark: Mark): number {
  if (mark.witness > 0 || e.kind === 'violation') return 5
  if (e.kind === 'threw') return 4
  if (lasting.has(e.kind) || e.kind === 'restart' || e.kind === 'resume') return 3
  return e.kind === 'note' || e.kind === 'ok' || e.kind === 'fail' || e.kind === 'info' ? 2 : 1
}

function shortFault(f: FaultOp): string {
  switch (f.op) {
    case 'partition':
      return 'split'
    case 'cut':
      return `cut ${f.from} to ${f.to}`
    case 'skew':
      return `${f.byMs > 0 ? '+' : ''}${f.byMs} ms`
    case 'drift':
      return `×${f.rate}`
    default:
      return f.op
  }
}
