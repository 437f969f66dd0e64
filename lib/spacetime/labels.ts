import type { Json, Ms, TraceEvent } from '../sim/index.ts'
import { charPx, type Label, labelHeight, type Tone } from './geometry.ts'
import { brief, clip, duration, signed } from './text.ts'

/** The few words that stand beside a mark; undefined where the picture already says it. */
export function labelOf(
  e: TraceEvent,
  o: { readonly hasLine: boolean; readonly delayMs: Ms | undefined },
): string | undefined {
  switch (e.kind) {
    case 'send':
      return e.re === undefined ? (e.type ?? 'message') : replyLabel(e)
    case 'deliver':
      if (o.delayMs !== undefined) return signed(o.delayMs)
      return o.hasLine ? undefined : e.re === undefined ? (e.type ?? 'message') : replyLabel(e)
    case 'drop':
      return drops.get(e.label ?? '') ?? 'lost'
    case 'dup':
      return 'copied'
    case 'timer-set':
      return typeof e.data === 'number' ? `in ${duration(e.data)}` : 'set timer'
    case 'timer-fire':
      return 'timer'
    case 'disk-read':
      return `read ${e.label ?? ''}`.trim()
    case 'disk-write':
      return e.label ? `write ${e.label}` : 'save'
    case 'disk-fsync':
      return 'fsync'
    case 'disk-lost':
      return 'bytes lost'
    case 'disk-error':
      return typeof e.data === 'string' ? e.data : 'disk error'
    case 'disk-wipe':
      return 'disk wiped'
    case 'disk-fault':
      return e.label ?? 'disk fault'
    case 'bit-flip':
      return 'bit flips'
    case 'slow':
      return typeof e.data === 'number' ? `slow: ${duration(e.data)} each` : 'slow'
    case 'off':
      return 'off'
    case 'clog':
      return 'clogged'
    case 'skew':
      return typeof e.data === 'number' ? signed(e.data) : 'clock jump'
    case 'drift':
      return typeof e.data === 'number' ? `×${Math.round(e.data * 1000) / 1000}` : 'drift'
    case 'invoke':
      return e.type ?? 'call'
    case 'ok':
      return firstOf(e.body) ?? 'ok'
    case 'fail':
      return e.label ? `refused: ${e.label}` : 'refused'
    case 'info':
      return 'timeout'
    case 'note':
      return noteLabel(e)
    case 'log':
      return typeof e.data === 'string' ? clip(e.data, 40) : brief(e.data ?? null, 40)
    case 'violation':
      return e.label ?? 'violated'
    case 'partition':
      return 'split'
    case 'cut':
      return Array.isArray(e.data) ? `cut ${e.data.join(' to ')}` : 'cut'
    case 'heal':
      return 'healed'
    case 'crash':
    case 'restart':
    case 'pause':
    case 'resume':
    case 'view':
    case 'threw':
      return e.kind
    case 'boot':
    case 'timer-cancel':
      return undefined
  }
}

const drops: ReadonlyMap<string, string> = new Map([
  ['partition', 'cut off'],
  ['cut', 'cut off'],
  ['down', 'was down'],
])

/** 'fn answered #1 failed': which of its kind, and that it went wrong; everything else that it carries is in its sentence. */
function noteLabel(e: TraceEvent): string {
  const { n, ok } = (e.data ?? {}) as { n?: Json; ok?: Json }
  const number = typeof n === 'number' ? ` #${n}` : ''
  return `${e.label ?? 'note'}${number}${ok === false ? ' failed' : ''}`
}

function replyLabel(e: TraceEvent): string | undefined {
  return e.label === 'refused' ? 'refused' : firstOf(e.body)
}

/** What a result is about is nearly always its first field: 'lease L1', 'granted true', 'busy true'. */
function firstOf(body: Json | undefined): string | undefined {
  if (body === undefined || body === null) return undefined
  const entry = typeof body === 'object' && !Array.isArray(body) ? Object.entries(body)[0] : undefined
  const text = brief(entry ? { [entry[0]]: entry[1] } : body, 40)
  return text === '' || text === '{}' ? undefined : text
}

const quiet: ReadonlySet<string> = new Set([
  'send',
  'deliver',
  'disk-write',
  'disk-fsync',
  'timer-set',
  'timer-fire',
  'view',
  'log',
  'dup',
  'heal',
])

export function toneOf(e: TraceEvent, isWitness: boolean): Tone {
  if (isWitness || e.kind === 'violation') return 'fault'
  return quiet.has(e.kind) ? 'muted' : 'ink'
}

export interface Wish {
  readonly key: string
  readonly id: number | undefined
  readonly text: string
  /** What to say instead where the text would have to be clipped. */
  readonly short?: string
  readonly tone: Tone
  /** Says what a node is, not what happens. */
  readonly strong?: boolean
  readonly y: number
  /** Higher is placed first. */
  readonly weight: number
  /** Places to try, best first. */
  readonly places: readonly Place[]
}

interface Place {
  readonly x: number
  readonly anchor: Label['anchor']
  readonly room: number
}

/** Places labels so that no two overlap; what finds no place is left to hover, cursor and text list. */
export function placeLabels(wishes: readonly Wish[]): Label[] {
  const placed = new Map<number, Label[]>()
  const out: Label[] = []
  const near = (y: number) => {
    const cell = Math.floor(y / labelHeight)
    return [cell - 1, cell, cell + 1].flatMap((c) => placed.get(c) ?? [])
  }
  for (const wish of [...wishes].sort((a, b) => b.weight - a.weight || a.y - b.y)) {
    for (const { place, text } of candidates(wish)) {
      const label = labelAt(wish, place, text)
      const inTheWay = near(wish.y).filter((other) => overlaps(label, other))
      const free = inTheWay.length === 0 ? label : beyond(wish, place, inTheWay)
      if (!free || near(wish.y).some((other) => overlaps(free, other))) continue
      const cell = Math.floor(wish.y / labelHeight)
      placed.set(cell, [...(placed.get(cell) ?? []), free])
      out.push(free)
      break
    }
  }
  return out.sort((a, b) => a.y - b.y || a.x - b.x)
}

function labelAt({ key, id, y, tone, strong = false }: Wish, { x, anchor }: Place, text: string): Label {
  return { key, id, x, y, anchor, text, tone, strong, width: textWidth(text) }
}

/** What a node is may stand after what happens to it, on the same side: 'lease L1  follower'. */
function beyond(wish: Wish, place: Place, inTheWay: readonly Label[]): Label | undefined {
  const [other] = inTheWay
  if (!wish.strong || !other || inTheWay.length > 1 || other.x !== place.x || other.anchor !== place.anchor)
    return undefined
  const shift = other.width + 1.5 * charPx
  if (textWidth(wish.text) > place.room - shift) return undefined
  return labelAt(wish, { ...place, x: place.x + (place.anchor === 'end' ? -shift : shift) }, wish.text)
}

/** First where the words fit whole, then in short, then clipped. */
function candidates(wish: Wish): { place: Place; text: string }[] {
  const whole = wish.places
    .filter((p) => textWidth(wish.text) <= p.room)
    .map((place) => ({ place, text: wish.text }))
  const text = wish.short ?? wish.text
  const clipped = wish.places.flatMap((place) => {
    const fit = clipTo(text, place.room)
    return fit === undefined ? [] : [{ place, text: fit }]
  })
  return [...whole, ...clipped]
}

/** Clipped to the room; undefined when not even three characters fit. */
function clipTo(text: string, room: number): string | undefined {
  const max = Math.floor(room / charPx)
  if (max < 3) return undefined
  let out = clip(text, max)
  for (let n = max - 1; textWidth(out) > room && n > 0; n--) out = clip(text, n)
  return out
}

/** Wide characters (CJK and above) take two cells of the monospace grid. */
function textWidth(s: string): number {
  let cells = 0
  for (const c of s) cells += (c.codePointAt(0) as number) >= 0x1100 ? 2 : 1
  return cells * charPx
}

/** The box of a label: [x1, x2, y1, y2]. */
export function boxOf(l: Label): readonly [number, number, number, number] {
  const x1 = l.anchor === 'start' ? l.x : l.anchor === 'end' ? l.x - l.width : l.x - l.width / 2
  return [x1, x1 + l.width, l.y - labelHeight / 2, l.y + labelHeight / 2]
}

export function overlaps(a: Label, b: Label): boolean {
  const [ax1, ax2, ay1, ay2] = boxOf(a)
  const [bx1, bx2, by1, by2] = boxOf(b)
  return ax1 < bx2 && bx1 < ax2 && ay1 < by2 && by1 < ay2
}
