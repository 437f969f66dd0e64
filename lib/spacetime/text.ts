import type { EventId, FaultOp, Json, Ms, NodeId, Trace, TraceEvent } from '../sim/index.ts'
import { causality } from './causality.ts'

export interface TextLine {
  readonly id: EventId
  readonly at: Ms
  /** '12 ms', '2,013 ms'; all with a decimal as soon as one event needs it: '2,013.0 ms'. */
  readonly time: string
  readonly node: NodeId
  /** 'n1 sends vote to n2 (term 3)' */
  readonly sentence: string
  /** What a line of the drawing adds for an arrival or a loss: ', sent at 12 ms, 420 ms late'; '' for other events. */
  readonly origin: string
}

/** The trace as plain sentences, one per event and in the same order: the diagram's equal for ears and for text search. */
export function toText(trace: Trace, faults: readonly FaultOp[] = []): readonly TextLine[] {
  const origin = originsOf(trace, faults)
  const digits = trace.some((e) => hasTenths(e.at)) ? 1 : 0
  return trace.map((e) => ({
    id: e.id,
    at: e.at,
    time: `${grouped(e.at, digits)} ms`,
    node: e.node,
    sentence: describe(e, trace),
    origin: origin(e),
  }))
}

/** When what arrives or gets lost was sent, and how late it is. */
function originsOf(trace: Trace, faults: readonly FaultOp[]): (e: TraceEvent) => string {
  const sends = new Map(trace.filter((e) => e.kind === 'send' && e.msg !== undefined).map((e) => [e.msg, e]))
  const delays = new Map(faults.flatMap((f) => (f.op === 'delay' ? [[f.id, f.extraMs] as const] : [])))
  return (e) => {
    const sent = e.kind === 'deliver' || e.kind === 'drop' ? sends.get(e.msg) : undefined
    if (!sent || sent.id === e.id) return ''
    const late = delays.get(e.fault ?? '') ?? delays.get(sent.fault ?? '')
    return `, sent at ${formatMs(sent.at)}${late === undefined ? '' : `, ${duration(late)} late`}`
  }
}

/** One event in one plain sentence without its time. The trace helps to name what an event answers or ends. */
export function describe(e: TraceEvent, trace: Trace = []): string {
  return sentences[e.kind](e, trace)
}

/** '4,230 ms', '2,526.1 ms': to a tenth, and without a decimal that says nothing. */
export function formatMs(ms: Ms): string {
  return `${grouped(ms, hasTenths(ms) ? 1 : 0)} ms`
}

/** Whether a time needs its decimal; what stands in one column of times has it as soon as one of them needs it. */
export function hasTenths(ms: Ms): boolean {
  return Number.isFinite(ms) && !ms.toFixed(1).endsWith('.0')
}

/** Thousands separated by commas; `digits` decimals. Not locale dependent: the same text in every host. */
export function grouped(n: number, digits = 0): string {
  if (!Number.isFinite(n)) return n > 0 ? 'forever' : String(n)
  const [whole = '0', rest] = Math.abs(n).toFixed(digits).split('.')
  const sign = n < 0 && Number(n.toFixed(digits)) !== 0 ? '-' : ''
  return sign + whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + (rest ? `.${rest}` : '')
}

/** '900 ms', '0.5 ms': a duration without needless decimals. */
export function duration(ms: Ms): string {
  return `${grouped(ms, Number.isInteger(ms) ? 0 : 1)} ms`
}

const diskFaults: ReadonlyMap<string, string> = new Map([
  ['disk-full', 'no space is left'],
  ['fsync-fail', 'every fsync fails'],
  ['fsync-slow', 'every fsync is slow'],
])

const whyLost: ReadonlyMap<string, string> = new Map([
  ['loss', 'the network lost it'],
  ['partition', 'a partition is in between'],
  ['off', 'its receiver is switched off'],
  ['cut', 'the link is cut'],
  ['down', 'the receiver is down'],
])

type Sentence = (e: TraceEvent, trace: Trace) => string

const sentences = {
  boot: (e) => `${e.node} starts`,
  send: (e, t) =>
    e.re === undefined
      ? `${e.node} sends ${what(e)} to ${who(e.peer)}${inBrackets(e.body)}`
      : e.label === 'refused'
        ? `${e.node} refuses ${request(e, t, e.peer)}${inBrackets(e.data)}`
        : `${e.node} answers ${request(e, t, e.peer)}${inBrackets(e.body)}`,
  deliver: (e, t) =>
    e.re === undefined
      ? `${e.node} receives ${what(e)} from ${who(e.peer)}${inBrackets(e.body)}`
      : e.label === 'refused'
        ? `${e.node} learns that ${who(e.peer)} refused ${request(e, t, undefined)}${inBrackets(e.data)}`
        : `${e.node} gets ${possessive(who(e.peer))} answer to ${request(e, t, undefined)}${inBrackets(e.body)}`,
  drop: (e) =>
    `${what(e)} from ${who(e.peer)} to ${e.node} is lost${e.label ? `: ${whyLost.get(e.label) ?? e.label}` : ''}`,
  dup: (e) => `the network will deliver ${what(e)} from ${who(e.peer)} to ${e.node} a second time`,
  'timer-set': (e) => `${e.node} sets a timer${typeof e.data === 'number' ? ` for ${duration(e.data)}` : ''}`,
  'timer-fire': (e) => `a timer of ${e.node} fires`,
  'timer-cancel': (e) => `${e.node} cancels a timer`,
  'disk-read': (e) => `${e.node} reads ${e.label ?? 'a file'}${bytes(e.data)}`,
  'disk-write': (e) => `${e.node} ${e.label ? `writes to ${e.label}` : 'saves its state'}${bytes(e.data)}`,
  'disk-fsync': (e) => `${e.node} syncs ${e.label || 'its saved state'}`,
  'disk-lost': (e) => `${e.node} loses unsynced bytes of ${e.label || 'its saved state'}${bytes(e.data)}`,
  'disk-error': (e) =>
    `${e.node}: ${e.type ?? 'a disk operation'} of ${e.label ?? 'a file'} fails${inBrackets(e.data)}`,
  'disk-wipe': (e) => `the disk of ${e.node} is replaced by an empty one`,
  'disk-fault': (e) => `the disk of ${e.node}: ${diskFaults.get(e.label ?? '') ?? 'a fault begins'}`,
  'bit-flip': (e) => `a synced bit of ${e.label ?? 'a file'} flips on the disk of ${e.node}`,
  slow: (e) =>
    `${e.node} becomes slow${typeof e.data === 'number' ? `: ${duration(e.data)} for each handler` : ''}`,
  off: (e) => `${e.node} is switched off${e.label ? ` and refuses: ${e.label}` : ''}`,
  clog: (e) => `the link from ${pair(e.data)} clogs: messages wait`,
  crash: (e) => `${e.node} crashes${e.label === 'torn' ? ', tearing its unsynced writes' : ''}`,
  restart: (e) => `${e.node} restarts (start ${e.inc + 1})`,
  pause: (e, t) => `${e.node} pauses${untilResume(e, t)}`,
  resume: (e, t) => `${e.node} resumes${sincePause(e, t)}`,
  skew: (e) => `the wall clock of ${e.node} jumps${typeof e.data === 'number' ? jump(e.data) : ''}`,
  drift: (e) =>
    `the clock of ${e.node} now runs ${typeof e.data === 'number' ? rate(e.data) : 'at another rate'}`,
  partition: (e) => `the network splits ${groups(e.data)}`,
  cut: (e) => `the link from ${pair(e.data)} is cut, one way`,
  heal: healed,
  invoke: (e) => `${e.node} calls ${what(e)} at ${who(e.peer)}${inBrackets(e.body)}`,
  ok: (e, t) => `${e.node}'s ${operation(e, t)} returns${result(e.body)}`,
  fail: (e, t) => `${e.node}'s ${operation(e, t)} is refused${e.label ? `: ${e.label}` : ''}`,
  info: (e, t) => `${e.node}'s ${operation(e, t)} times out: it may or may not have happened`,
  note: (e) => `${e.node}: ${e.label ?? 'note'}${inBrackets(e.data)}`,
  view: (e) => `${e.node} is now ${brief(e.data ?? null)}`,
  log: (e) => `${e.node} prints ${typeof e.data === 'string' ? clip(e.data, 120) : brief(e.data ?? null)}`,
  threw: (e) => `${e.node} throws: ${e.label ?? 'an error'}`,
  violation: (e) => `violated: ${e.label ?? 'a property'}${typeof e.data === 'string' ? `. ${e.data}` : ''}`,
} satisfies Record<TraceEvent['kind'], Sentence>

/** One fault as a noun phrase: 'h1 pauses for 900 ms, at 1,200 ms'. */
export function describeFault(f: FaultOp): string {
  return `${faultPhrase(f)}${'n' in f ? '' : `, at ${duration(f.at)}`}`
}

/** The same without the instant, for places that show the time already. */
export function faultPhrase(f: FaultOp): string {
  switch (f.op) {
    case 'partition':
      return `network splits ${groups(f.groups)}${lasting(f)}`
    case 'cut':
      return `link ${f.from} to ${f.to} cut${lasting(f)}`
    case 'pause':
      return `${f.node} pauses${lasting(f)}`
    case 'crash':
      return `${f.node} crashes${f.torn ? ' with torn writes' : ''}${f.wipe ? ', its disk wiped' : ''}${Number.isFinite(f.until) ? `, down${lasting(f)}` : ' for good'}`
    case 'clog':
      return `link ${pair([f.from, f.to])} clogged${lasting(f)}`
    case 'slow':
      return `${f.node} slow, ${duration(f.handlerMs)} for each handler${lasting(f)}`
    case 'off':
      return `${f.node} switched off${f.refuse === undefined ? '' : ` (refuses: ${f.refuse})`}${lasting(f)}`
    case 'disk-full':
      return `disk of ${f.node} full${f.freeBytes > 0 ? ` after ${grouped(f.freeBytes)} more bytes` : ''}${lasting(f)}`
    case 'fsync-fail':
      return `every fsync of ${f.node} fails${lasting(f)}`
    case 'fsync-slow':
      return `every fsync of ${f.node} takes ${duration(f.extraMs)} longer${lasting(f)}`
    case 'bit-flip':
      return `bit ${f.bit} of byte ${grouped(f.byte)} of ${f.file} flips on ${f.node}`
    case 'skew':
      return `wall clock of ${f.node} jumps${jump(f.byMs)}`
    case 'drift':
      return `clock of ${f.node} runs ${rate(f.rate)}`
    case 'drop':
      return `${nth(f.n)} message from ${f.from} to ${f.to} lost`
    case 'dup':
      return `${nth(f.n)} message from ${f.from} to ${f.to} delivered twice, ${duration(f.delayMs)} apart`
    case 'delay':
      return `${nth(f.n)} message from ${f.from} to ${f.to} delayed by ${duration(f.extraMs)}`
  }
}

function lasting(f: { readonly at: Ms; readonly until: Ms | null }): string {
  return f.until === null || !Number.isFinite(f.until)
    ? ' until the heal'
    : ` for ${duration(f.until - f.at)}`
}

/** 0-based count to an ordinal: 0 is '1st'. */
function nth(n: number): string {
  const k = n + 1
  const tens = k % 100
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][k % 10] ?? 'th')
  return `${grouped(k)}${suffix}`
}

function jump(ms: Ms): string {
  return ` ${ms < 0 ? 'back' : 'forward'} by ${duration(Math.abs(ms))}`
}

export function signed(ms: Ms): string {
  return `${ms > 0 ? '+' : ''}${duration(ms)}`
}

function rate(r: number): string {
  const pct = Math.round((r - 1) * 1000) / 10
  return pct === 0 ? 'at true speed' : `${Math.abs(pct)} % ${pct > 0 ? 'fast' : 'slow'}`
}

/** 'n1 n2 from n3' */
export function groups(data: Json | undefined): string {
  if (!Array.isArray(data)) return text(data ?? null)
  return data.map((g) => (Array.isArray(g) ? g.join(' ') : text(g))).join(' from ')
}

function pair(data: Json | undefined): string {
  return Array.isArray(data) ? `${text(data[0] ?? '?')} to ${text(data[1] ?? '?')}` : text(data ?? null)
}

function what(e: TraceEvent): string {
  return e.type ?? 'a message'
}

function who(node: NodeId | undefined): string {
  return node ?? 'an unknown node'
}

/** The request that a reply answers: "h2's acquire", or "acquire" alone. */
function request(e: TraceEvent, trace: Trace, asker: NodeId | undefined): string {
  const type = e.type ?? trace.find((x) => x.msg === e.re && x.type !== undefined)?.type ?? 'request'
  return asker === undefined ? type : `${possessive(asker)} ${type}`
}

function possessive(name: string): string {
  return `${name}'s`
}

function operation(e: TraceEvent, trace: Trace): string {
  return (
    e.type ?? trace.find((x) => x.kind === 'invoke' && x.op === e.op && x.node === e.node)?.type ?? 'call'
  )
}

function sincePause(e: TraceEvent, trace: Trace): string {
  const g = causality(trace)
  for (let i = g.indexOf(e.id) - 1; i >= 0; i--) {
    const x = trace[i] as TraceEvent
    if (x.node === e.node && x.kind === 'pause') return ` after ${duration(e.at - x.at)}`
  }
  return ''
}

function untilResume(e: TraceEvent, trace: Trace): string {
  const g = causality(trace)
  for (let i = g.indexOf(e.id) + 1; i > 0 && i < trace.length; i++) {
    const x = trace[i] as TraceEvent
    if (x.node === e.node && x.kind === 'resume') return ` for ${duration(x.at - e.at)}`
  }
  return ''
}

const begins: ReadonlySet<string> = new Set(['partition', 'cut', 'clog', 'off', 'slow', 'disk-fault'])

/** What a heal ends, by the fault's own event. */
function healed(e: TraceEvent, trace: Trace): string {
  if (e.data === null || e.data === undefined) return 'everything is healed from here on'
  const begun = trace.find((x) => x.fault === e.data && begins.has(x.kind))
  if (begun?.kind === 'clog') return `the link from ${pair(begun.data)} flows again`
  if (begun?.kind === 'off') return `${begun.node} is switched on again`
  if (begun?.kind === 'slow') return `${begun.node} runs at full speed again`
  if (begun?.kind === 'disk-fault') return `the disk of ${begun.node} works again`
  if (begun?.kind === 'partition') return `the split of ${groups(begun.data)} heals`
  return begun ? `the link from ${pair(begun.data)} works again` : 'the network heals'
}

function bytes(data: Json | undefined): string {
  return typeof data === 'number' ? ` (${grouped(data)} ${data === 1 ? 'byte' : 'bytes'})` : ''
}

function result(body: Json | undefined): string {
  const inner = body === undefined || body === null ? '' : brief(body)
  return inner === '' ? '' : `: ${inner}`
}

function inBrackets(body: Json | undefined): string {
  if (body === undefined || body === null) return ''
  const inner = brief(body)
  return inner === '' ? '' : ` (${inner})`
}

/** A value in few words: 'term 3, granted true'. What is nested is only hinted at; the whole is shown elsewhere. */
export function brief(value: Json, max = 64): string {
  if (value === null || typeof value !== 'object') return clip(text(value), max)
  if (Array.isArray(value)) return briefList(value, max)
  const entries = Object.entries(value)
  return clip(
    entries.map(([k, v]) => `${k} ${Array.isArray(v) ? `[${briefList(v, 24)}]` : inner(v)}`).join(', '),
    max,
  )
}

function briefList(list: readonly Json[], max: number): string {
  const flat = list.map(inner).join(', ')
  return flat.length <= max && !flat.includes('{')
    ? flat
    : `${list.length} ${list.length === 1 ? 'item' : 'items'}`
}

function inner(v: Json): string {
  return v !== null && typeof v === 'object' ? (Array.isArray(v) ? `[${v.length}]` : '{…}') : text(v)
}

function text(value: Json): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number'
      ? numeric(value)
      : JSON.stringify(value)
}

function numeric(n: number): string {
  return Number.isInteger(n) ? String(n) : String(Math.round(n * 1000) / 1000)
}

/** At most `max` characters; never cuts a surrogate pair in two. */
export function clip(s: string, max: number): string {
  const one = s.replace(/\s+/g, ' ')
  if (one.length <= max) return one
  const cut = one.slice(0, Math.max(1, max - 1))
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}
