import type { FaultKind } from '@/lib/sim/index.ts'
import { grouped } from '@/lib/spacetime/index.ts'
import type { Cost, Exceeded, Failed, Passed, Rejected, Verdict } from '@/lib/suite/index.ts'

/** The one word. */
export const wordOf = {
  passed: 'Passed',
  failed: 'Failed',
  rejected: 'Not compiled',
  exceeded: 'Stopped',
  'our-fault': 'Our fault',
} as const satisfies Record<Verdict['outcome'], string>

/** Plural forms of what a schedule can do to a submission. */
const faultNouns = {
  crash: ['crash', 'crashes'],
  partition: ['partition', 'partitions'],
  cut: ['one-way cut', 'one-way cuts'],
  pause: ['pause', 'pauses'],
  clog: ['clogged link', 'clogged links'],
  slow: ['slow node', 'slow nodes'],
  off: ['outage of a service', 'outages of a service'],
  'disk-full': ['full disk', 'full disks'],
  'fsync-fail': ['failing fsync', 'failing fsyncs'],
  'fsync-slow': ['slow fsync', 'slow fsyncs'],
  'bit-flip': ['flipped bit', 'flipped bits'],
  skew: ['clock jump', 'clock jumps'],
  drift: ['drifting clock', 'drifting clocks'],
  drop: ['lost message', 'lost messages'],
  dup: ['duplicated message', 'duplicated messages'],
  delay: ['delayed message', 'delayed messages'],
} as const satisfies Record<FaultKind, readonly [string, string]>

/** '1 crash', '117 crashes'. */
export function count(n: number, [one, many]: readonly [string, string]): string {
  return `${grouped(n)} ${n === 1 ? one : many}`
}

/** ['300 schedules', '41,212 events', '117 crashes', …]: first the size, then what was survived, gravest first. */
export function survivedOf(v: Pick<Passed, 'seeds' | 'events' | 'survived'>): readonly string[] {
  const faults = Object.entries(v.survived)
    .filter(([, n]) => n > 0)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([kind, n]) =>
      count(n, Object.hasOwn(faultNouns, kind) ? faultNouns[kind as keyof typeof faultNouns] : [kind, kind]),
    )
  return [count(v.seeds, ['schedule', 'schedules']), count(v.events, ['event', 'events']), ...faults]
}

function rank(kind: string): number {
  const i = Object.keys(faultNouns).indexOf(kind)
  return i < 0 ? Number.POSITIVE_INFINITY : i
}

/**
 * '14 events, 1 fault (shrunk from 3,112 and 9).' Silent about shrinking that did nothing. Counts every event that came,
 * as the line over the diagram does and as the original run was counted.
 */
export function shrunkOf(v: { shrunk: Failed['shrunk']; trace: { readonly length: number } }): string {
  const events = v.trace.length
  const [, eventsBefore] = v.shrunk.events
  const [faults, faultsBefore] = v.shrunk.faults
  const now = `${count(events, ['event', 'events'])}, ${faults === 0 ? 'no fault' : count(faults, ['fault', 'faults'])}`
  if (events === eventsBefore && faults === faultsBefore) return `${now}.`
  const before =
    faultsBefore === 0
      ? count(eventsBefore, ['event', 'events'])
      : `${grouped(eventsBefore)} and ${grouped(faultsBefore)}`
  return `${now} (shrunk from ${before}).`
}

/** What kind of promise was broken, in the field's term. */
export const kindOf = {
  safety: 'Safety: something bad happened',
  liveness: 'Liveness: something good did not happen in time',
  history: 'History: no order of the operations explains the answers',
  cost: 'Cost: it works, and spends more than allowed',
  threw: 'An exception that nothing catches',
} as const satisfies Record<Exclude<Failed['kind'], 'survived'>, string>

export const rejectedBecause = {
  compile: 'The code does not parse, so nothing ran.',
  'no-export': 'The code parses, and an export that the suite needs is missing, so nothing ran.',
  'too-large': 'The file is larger than a submission may be, so nothing ran.',
} as const satisfies Record<Rejected['reason'], string>

/** Four limits, four different things to look for. */
export const exceededBecause = {
  time: {
    what: 'It ran out of time.',
    look: 'Look for a loop that never ends without waiting, or for work that grows with every message.',
  },
  memory: {
    what: 'It ran out of memory.',
    look: 'Look for a list or a map that only ever grows, or for one very large string or buffer.',
  },
  events: {
    what: 'One run made more events than it may.',
    look: 'Look for messages that answer messages without end, or for a timer that sets itself again with no delay.',
  },
  output: {
    what: 'It printed or sent more than it may.',
    look: 'Look for console output in a loop, or for message bodies that grow with every hop.',
  },
} as const satisfies Record<Exceeded['limit'], { what: string; look: string }>

/** Share of the budget that a cost used, 0 to 1 and beyond. */
export function shareOf(c: Cost): number {
  return c.max > 0 ? c.value / c.max : c.value > 0 ? 1 : 0
}

/** '5.33 messages per op' */
export function costText(c: Pick<Cost, 'value' | 'unit'>): string {
  return `${amount(c.value)} ${c.unit}`
}

/** What it is compared with: 'The reference solution: 4. The budget: 8.' */
export function comparedText(c: Cost): string {
  const reference = c.reference === undefined ? '' : `The reference solution: ${amount(c.reference)}. `
  return `${reference}The budget: ${amount(c.max)}.`
}

/** What each star asks for: 'Three stars up to 4.40, two up to 6, one within the budget.' */
export function starText({ starsAt, max }: Cost): string {
  if (!starsAt) return ''
  const [three, two] = starsAt
  if (three >= max)
    return 'Three stars for all that is within the budget, which the reference solution needs, too.'
  return two >= max
    ? `Three stars up to ${amount(three)}, two within the budget.`
    : `Three stars up to ${amount(three)}, two up to ${amount(two)}, one within the budget.`
}

function amount(n: number): string {
  return Number.isInteger(n) ? grouped(n) : grouped(n, 2)
}

/** The compiler's message without the position that the link under it gives: '(12:8)', 'line 12, column 8:'. */
export function withoutPlace(message: string): string {
  return message
    .replace(/\s*\(\d+:\d+\)/g, '')
    .replace(/^(?:at )?line \d+(?:, column \d+)?:?\s*/i, '')
    .replace(/,? (?:at|on|in) line \d+(?:,? column \d+)?(?=[.,;:]|$)/i, '')
}

/** '3.0 s', '240 ms' */
export function elapsed(ms: number): string {
  return ms >= 1000 ? `${grouped(ms / 1000, 1)} s` : `${grouped(ms)} ms`
}
