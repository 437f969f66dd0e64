import type { EventId, FaultOp, Ms, Trace, TraceEvent } from '../sim/index.ts'
import type { MarginNote, Message } from './geometry.ts'
import type { Rows } from './rows.ts'
import { clip, describe, duration, faultPhrase } from './text.ts'

interface NoteScene {
  readonly trace: Trace
  readonly events: readonly TraceEvent[]
  readonly rows: Rows
  readonly messages: readonly Message[]
  readonly numbers: ReadonlyMap<EventId, number>
  readonly silent: readonly FaultOp[]
  readonly margin: number
  readonly mode: 'rows' | 'time'
}

const remarkable: ReadonlySet<string> = new Set([
  'crash',
  'restart',
  'pause',
  'resume',
  'skew',
  'drift',
  'partition',
  'cut',
  'heal',
  'threw',
  'violation',
])

/** Margin notes: the witness, the faults and what came late. Two lines at most, the second only where it is free. */
export function notesOf(s: NoteScene): MarginNote[] {
  // Proportional text at 13 px: about 6.4 px a character on average; 6.6 leaves room for wide words.
  const max = Math.floor((s.margin - 48) / 6.6)
  const delays = new Map(
    s.messages.flatMap((m) =>
      m.delayMs !== undefined && m.to !== undefined ? [[m.to, m.delayMs] as const] : [],
    ),
  )
  const wishes: Wish[] = []
  for (const e of s.events) {
    const witness = s.numbers.get(e.id) ?? 0
    const delay = delays.get(e.id)
    if (witness === 0 && delay === undefined && !remarkable.has(e.kind)) continue
    const text = delay === undefined ? said(e, s.trace) : late(e, delay)
    const tone = witness > 0 || e.kind === 'violation' ? 'fault' : 'muted'
    wishes.push({ key: `n${e.id}`, id: e.id, y: s.rows.yOf(e.id) as number, text, witness, tone })
  }
  for (const f of s.silent) {
    const y = s.rows.yOfFault(f.id) as number
    wishes.push({ key: `n${f.id}`, id: undefined, y, text: faultPhrase(f), witness: 0, tone: 'muted' })
  }
  const kept = apart(wishes)
  return kept.map(({ text, ...note }, i) => {
    const next = kept[i + 1]?.y ?? Number.POSITIVE_INFINITY
    return { ...note, lines: next - note.y >= 44 ? wrap(text, max) : [clip(text, max)] }
  })
}

/** The violation is told in full above the picture; here its name is enough. */
function said(e: TraceEvent, trace: Trace): string {
  return e.kind === 'violation' ? `violated: ${e.label ?? 'a property'}` : describe(e, trace)
}

function late(e: TraceEvent, delay: Ms): string {
  return `${e.peer}'s ${e.re === undefined ? (e.type ?? 'message') : 'answer'} arrives ${duration(delay)} late`
}

type Wish = Omit<MarginNote, 'lines'> & { readonly text: string }

/** In true time many rows share a height: the weightier note stays. */
function apart(notes: readonly Wish[]): Wish[] {
  const kept: Wish[] = []
  for (const note of [...notes].sort(
    (a, b) => Number(b.tone === 'fault') - Number(a.tone === 'fault') || a.y - b.y,
  )) {
    if (kept.every((k) => Math.abs(k.y - note.y) >= 16)) kept.push(note)
  }
  return kept.sort((a, b) => a.y - b.y)
}

/** One or two lines, broken at a space. */
function wrap(text: string, max: number): string[] {
  const at = text.length <= max ? -1 : text.lastIndexOf(' ', max)
  return at <= 0 ? [clip(text, max)] : [text.slice(0, at), clip(text.slice(at + 1), max)]
}
