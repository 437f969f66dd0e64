import type { EventId } from '../sim/index.ts'
import type {
  Label,
  Lane,
  Layout,
  MarginNote,
  Mark,
  Message,
  Operation,
  Segment,
  Shade,
  Track,
} from './geometry.ts'
import { glyph, numeral } from './glyphs.ts'
import {
  fault,
  ink,
  laneColour,
  line,
  mono,
  muted,
  paper,
  path,
  r,
  rect,
  type Shape,
  sans,
  words,
} from './shapes.ts'

/**
 * The drawing as data: a list of groups of SVG elements in painting order. React and the static renderer both draw exactly this.
 * Colours are `var(--token)`; a renderer for places without the tokens replaces them.
 */
export interface Group {
  readonly key: string
  readonly role:
    | 'shade'
    | 'band'
    | 'lane'
    | 'track'
    | 'operation'
    | 'message'
    | 'mark'
    | 'label'
    | 'note'
    | 'rule'
  /** A cone that contains one of these keeps the group lit; none: always lit. */
  readonly events: readonly EventId[]
  readonly shapes: readonly Shape[]
}

/** `hatch` is the id under which the renderer has defined the hatch pattern. */
export function scene(l: Layout, hatch: string): readonly Group[] {
  const witnesses = l.marks.filter((m) => m.witness > 0)
  const numbered = new Set(witnesses.map((m) => `${m.x} ${m.y}`))
  return [
    ...l.shades.map((s) => shade(s, hatch)),
    ...witnesses.map((m) => band(m, l)),
    ...l.breaks.map(
      (b): Group => ({
        key: `b${b.y}`,
        role: 'rule',
        events: [],
        shapes: [
          line(0, b.y, l.marginX, b.y, {
            stroke: 'var(--hairline)',
            'stroke-dasharray': '1 6',
            'stroke-linecap': 'round',
            'stroke-width': 2,
          }),
        ],
      }),
    ),
    ...l.tracks.map(track),
    ...l.segments.map((s) => segment(s, l.lanes[s.lane] as Lane)),
    ...l.operations.map(operation),
    ...l.timers.map(
      (t): Group => ({
        key: t.key,
        role: 'message',
        events: [t.to],
        shapes: [
          path(`M${t.x - 3} ${t.y1} C${t.x - 16} ${t.y1 + 6} ${t.x - 16} ${t.y2 - 6} ${t.x - 3} ${t.y2}`, {
            stroke: muted,
            'stroke-opacity': 0.6,
          }),
        ],
      }),
    ),
    ...l.messages.map((m) => message(m, numbered)),
    ...l.marks.filter((m) => !m.under).map((m) => mark(m, l)),
    ...l.labels.map(label),
    ...l.notes.map((n) => note(n, l)),
  ]
}

/** The bracket in the margin that ties the witness rows together. Drawn from the full layout, never from a window of it. */
export function bracket(l: Layout): Group | undefined {
  const ys = l.marks.filter((m) => m.witness > 0).map((m) => m.y)
  if (ys.length < 2) return undefined
  const x = l.marginX - 6
  const [y1, y2] = [Math.min(...ys), Math.max(...ys)]
  return {
    key: 'bracket',
    role: 'rule',
    events: l.marks.filter((m) => m.witness > 0).map((m) => m.id),
    shapes: [
      path(
        `M${x - 8} ${y1} H${x - 4} Q${x} ${y1} ${x} ${y1 + 4} V${y2 - 4} Q${x} ${y2} ${x - 4} ${y2} H${x - 8}`,
        { stroke: fault, 'stroke-width': 1.5 },
      ),
      ...ys
        .filter((y) => y !== y1 && y !== y2)
        .map((y) => line(x - 8, y, x, y, { stroke: fault, 'stroke-width': 1.5 })),
    ],
  }
}

function shade(s: Shade, hatch: string): Group {
  const inset = 7
  const [x, w] = [s.x1 + inset, s.x2 - s.x1 - 2 * inset]
  const edge = { stroke: muted, 'stroke-opacity': 0.7, 'stroke-dasharray': '3 3' }
  const shapes = [
    rect(x, s.y1, w, s.y2 - s.y1, {
      fill: `url(#${hatch})`,
      stroke: 'none',
      ...(s.kind === 'cut' ? { 'fill-opacity': 0.6 } : {}),
    }),
    line(x, s.y1, x + w, s.y1, edge),
    ...(s.open ? [] : [line(x, s.y2, x + w, s.y2, edge)]),
  ]
  if (s.towards) {
    const d = s.towards === 'right' ? 1 : -1
    const [cx, cy] = [(s.x1 + s.x2) / 2, Math.min(s.y2 - 6, s.y1 + 16)]
    shapes.push(
      path(`M${cx - 12 * d} ${cy}H${cx + 6 * d}M${cx + 7 * d} ${cy - 5}V${cy + 5}`, {
        stroke: ink,
        'stroke-width': 1.5,
      }),
    )
  }
  return { key: s.key, role: 'shade', events: [], shapes }
}

function band(m: Mark, l: Layout): Group {
  const h = Math.min(26, l.rowHeight)
  return {
    key: `w${m.id}`,
    role: 'band',
    events: [m.id],
    shapes: [rect(0, m.y - h / 2, l.width, h, { fill: fault, 'fill-opacity': 0.09, stroke: 'none' })],
  }
}

const strokes = {
  up: { 'stroke-width': 2.25 },
  paused: { 'stroke-width': 1, 'stroke-dasharray': '2 3' },
  crashed: {
    'stroke-width': 1,
    'stroke-dasharray': '1 7',
    'stroke-linecap': 'round',
    'stroke-opacity': 0.55,
  },
} satisfies Record<Segment['status'], Shape['attrs']>

function segment(s: Segment, lane: Lane): Group {
  const colour = s.status === 'crashed' ? muted : laneColour(lane.index)
  return {
    key: `s${s.lane}.${s.y1}`,
    role: 'lane',
    events: [],
    shapes: [line(lane.x, s.y1, lane.x, s.y2, { stroke: colour, ...strokes[s.status] })],
  }
}

const trackHalf = 8

function track(t: Track): Group {
  const attrs = { fill: laneColour(t.lane), 'fill-opacity': 0.17, stroke: 'none', rx: 4 }
  return {
    key: t.key,
    role: 'track',
    events: [],
    shapes: [rect(t.x - trackHalf, t.y1 + 1, 2 * trackHalf, t.y2 - t.y1 - 2, attrs)],
  }
}

function operation(o: Operation): Group {
  const unknown = o.outcome === 'info' || o.outcome === 'pending'
  const attrs = {
    fill: 'var(--raised)',
    stroke: laneColour(o.lane),
    'stroke-width': 1.25,
    ...(unknown ? { 'stroke-dasharray': '3 2.5' } : {}),
  }
  return {
    key: o.key,
    role: 'operation',
    events: o.to === undefined ? [o.from] : [o.from, o.to],
    shapes: [rect(o.x - 5, o.y1 - 5, 10, Math.max(10, o.y2 - o.y1 + 10), { ...attrs, rx: 5 })],
  }
}

/** How far from an event's centre its lines end. */
const from = 5
const to = 6
const atNumber = 12

/** `numbered` holds the places of witness marks, which are larger. */
function message(m: Message, numbered: ReadonlySet<string>): Group {
  const events = [m.from, m.to].filter((id) => id !== undefined)
  return { key: m.key, role: 'message', events, shapes: m.x1 === m.x2 ? toSelf(m) : across(m, numbered) }
}

function across(m: Message, numbered: ReadonlySet<string>): Shape[] {
  const [dx, dy] = [m.x2 - m.x1, m.y2 - m.y1]
  const length = Math.hypot(dx, dy)
  const [ux, uy] = [dx / length, dy / length]
  const attrs: Shape['attrs'] = m.witness
    ? { stroke: fault, 'stroke-width': 2 }
    : { stroke: ink, 'stroke-width': 1.25, 'stroke-opacity': 0.78 }
  const head = { fill: m.witness ? fault : ink, stroke: 'none' }
  const stop =
    m.style === 'dropped'
      ? 20
      : m.style === 'to-outside'
        ? 0
        : numbered.has(`${m.x2} ${m.y2}`)
          ? atNumber
          : to
  const start = m.style === 'from-outside' ? 0 : numbered.has(`${m.x1} ${m.y1}`) ? atNumber : from
  const [ax, ay] = [m.x1 + ux * start, m.y1 + uy * start]
  const [bx, by] = [m.x2 - ux * stop, m.y2 - uy * stop]
  const faint = { ...attrs, stroke: muted, 'stroke-dasharray': '2 3' }
  switch (m.style) {
    case 'delivered':
      return [line(ax, ay, bx - ux * 5, by - uy * 5, attrs), arrow(bx, by, ux, uy, head), ...lateness(m)]
    case 'duplicate': {
      const [ox, oy] = [-uy * 1.6, ux * 1.6]
      const thin = { ...attrs, 'stroke-width': 1 }
      return [
        line(ax + ox, ay + oy, bx - ux * 5 + ox, by - uy * 5 + oy, thin),
        line(ax - ox, ay - oy, bx - ux * 5 - ox, by - uy * 5 - oy, thin),
        arrow(bx, by, ux, uy, head),
      ]
    }
    case 'dropped': {
      const [px, py] = [-uy * 5.5, ux * 5.5]
      return [
        line(ax, ay, bx, by, { ...attrs, 'stroke-dasharray': '5 4' }),
        line(bx - px, by - py, bx + px, by + py, { ...attrs, 'stroke-width': 2, 'stroke-opacity': 1 }),
      ]
    }
    case 'from-outside':
      return [
        line(ax, ay, bx - ux * 5, by - uy * 5, faint),
        arrow(bx, by, ux, uy, { fill: muted, stroke: 'none' }),
      ]
    case 'to-outside':
      return [line(ax, ay, bx, by, faint)]
  }
}

/** A delayed message carries a small open diamond half way. */
function lateness(m: Message): Shape[] {
  if (m.delayMs === undefined) return []
  const [x, y] = [(m.x1 + m.x2) / 2, (m.y1 + m.y2) / 2]
  return [
    path(`M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z`, {
      fill: paper,
      stroke: m.witness ? fault : ink,
      'stroke-width': 1.25,
    }),
  ]
}

function toSelf(m: Message): Shape[] {
  const bulge = m.x1 + 26
  const stroke = m.witness ? fault : ink
  return [
    path(`M${m.x1 + 5} ${m.y1}C${bulge} ${m.y1} ${bulge} ${m.y2} ${m.x2 + 10} ${m.y2}`, {
      stroke,
      'stroke-width': 1.25,
      ...(m.style === 'dropped' ? { 'stroke-dasharray': '5 4' } : {}),
    }),
    ...(m.style === 'dropped' ? [] : [arrow(m.x2 + 5, m.y2, -1, 0, { fill: stroke, stroke: 'none' })]),
  ]
}

function arrow(x: number, y: number, ux: number, uy: number, attrs: Shape['attrs']): Shape {
  const [bx, by] = [x - ux * 8, y - uy * 8]
  return path(
    `M${r(x)} ${r(y)}L${r(bx - uy * 3.4)} ${r(by + ux * 3.4)}L${r(bx + uy * 3.4)} ${r(by - ux * 3.4)}Z`,
    attrs,
  )
}

function mark(m: Mark, l: Layout): Group {
  const colour = m.lane < 0 ? muted : laneColour(m.lane)
  return {
    key: `e${m.id}`,
    role: 'mark',
    events: [m.id],
    shapes: m.witness > 0 && m.lane >= 0 ? numeral(m) : glyph(m, colour, l),
  }
}

const tones = { ink, muted, fault } satisfies Record<Label['tone'], string>

function label(t: Label): Group {
  const halo = { stroke: paper, 'stroke-width': 4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }
  const attrs = {
    fill: tones[t.tone],
    'text-anchor': t.anchor,
    'font-family': mono,
    'font-size': 13,
    ...(t.tone === 'fault' || t.strong ? { 'font-weight': 650 } : {}),
  }
  return {
    key: t.key,
    role: 'label',
    events: t.id === undefined ? [] : [t.id],
    shapes: [words(t.x, t.y, t.text, { ...attrs, ...halo })],
  }
}

function note(n: MarginNote, l: Layout): Group {
  const attrs = {
    fill: tones[n.tone],
    'font-family': sans,
    'font-size': 13,
    ...(n.witness > 0 ? { 'font-weight': 550 } : {}),
  }
  return {
    key: n.key,
    role: 'note',
    events: n.id === undefined ? [] : [n.id],
    shapes: [
      ...(n.witness > 0 ? [words(l.marginX + 16, n.y, String(n.witness), attrs)] : []),
      ...n.lines.map((text, i) =>
        words(l.marginX + 16 + (n.witness > 0 ? 18 : 0), n.y + 18 * i, text, attrs),
      ),
    ],
  }
}
