/**
 * Isolation levels, and what each forbids.
 *
 * Anomalies after Adya, "Weak Consistency" (1999): G0, G1a, G1b, G1c, G-single (PL-2+), G2-item. The rest after Kingsbury &
 * Alvaro, "Elle: inferring isolation anomalies from experimental observations" (VLDB 2020). G-nonadjacent is the
 * cycle that snapshot isolation forbids by Cerone & Gotsman, "Analysing snapshot isolation" (PODC 2016, theorem 9):
 * an execution is allowed if and only if every cycle of its dependencies has two anti-dependencies in a row.
 *
 * Reads here are of items, never of predicates. So PL-2.99 (repeatable read), which forbids G2-item, and PL-3 (serializable),
 * which forbids G2, forbid the same histories.
 */
export const DIRECT = {
  'garbage-read': 'a read of something that nobody appended',
  'duplicate-elements': 'a read of the same element twice',
  G1a: 'aborted read',
  'dirty-update': 'an update on top of an aborted one',
  G1b: 'intermediate read',
  'incompatible-order': 'two reads of one key that no single order of appends explains',
  'future-read': "a read of the transaction's own later append",
  internal: 'a read that contradicts what the same transaction did before',
  'lost-update': 'lost update',
} as const

/** Named by their edges. With `-process` or `-realtime`: only a cycle because sessions, or answers, have an order. */
export const CYCLES = {
  G0: 'dirty write',
  G1c: 'circular information flow',
  'G-single': 'read skew',
  'G-nonadjacent': 'several read skews in one circle, such as a long fork',
  'G2-item': 'write skew',
} as const

export type DirectAnomaly = keyof typeof DIRECT
export type CycleAnomaly = keyof typeof CYCLES
export type AnomalyName = DirectAnomaly | CycleAnomaly | `${CycleAnomaly}-${'process' | 'realtime'}`

export interface Level {
  readonly direct: readonly DirectAnomaly[]
  readonly cycles: readonly CycleAnomaly[]
  /** Orders that count besides the data: none, each session's, or real time (which has the sessions' in it). */
  readonly order: 'none' | 'process' | 'realtime'
}

const uncommitted: readonly DirectAnomaly[] = ['garbage-read', 'duplicate-elements']
const committed: readonly DirectAnomaly[] = [
  ...uncommitted,
  'G1a',
  'dirty-update',
  'G1b',
  'incompatible-order',
  'future-read',
]
const atomic: readonly DirectAnomaly[] = [...committed, 'internal', 'lost-update']
const snapshot = { direct: atomic, cycles: ['G0', 'G1c', 'G-single', 'G-nonadjacent'] } as const
const serial = { direct: atomic, cycles: [...snapshot.cycles, 'G2-item'] } as const

export const LEVELS = {
  /** PL-1. */
  'read-uncommitted': { direct: uncommitted, cycles: ['G0'], order: 'none' },
  /** PL-2. */
  'read-committed': { direct: committed, cycles: ['G0', 'G1c'], order: 'none' },
  /** PL-2.99; of items alone the same as serializable. */
  'repeatable-read': { ...serial, order: 'none' },
  /** Generalised snapshot isolation: a snapshot may be old. Elnikety, Pedone & Zwaenepoel 2005; Cerone & Gotsman 2016 without sessions. */
  'snapshot-isolation': { ...snapshot, order: 'none' },
  /** Snapshots hold all that the session has done. Daudjee & Salem 2006; Cerone & Gotsman's SI. */
  'strong-session-snapshot-isolation': { ...snapshot, order: 'process' },
  /** Snapshots hold all that was answered. Daudjee & Salem 2006. */
  'strong-snapshot-isolation': { ...snapshot, order: 'realtime' },
  /** PL-3, conflict serializability. */
  serializable: { ...serial, order: 'none' },
  /** Daudjee & Salem 2004. */
  'strong-session-serializable': { ...serial, order: 'process' },
  /** PL-SS: the serial order respects real time. */
  'strict-serializable': { ...serial, order: 'realtime' },
} as const satisfies Record<string, Level>

export type LevelName = keyof typeof LEVELS

/** What an anomaly is called in words. */
export function meaningOf(name: AnomalyName): string {
  if (Object.hasOwn(DIRECT, name)) return DIRECT[name as DirectAnomaly]
  const [, base, order] = /^(.*?)(?:-(process|realtime))?$/.exec(name) as unknown as [
    string,
    CycleAnomaly,
    string?,
  ]
  const across = order === 'process' ? ' across a session' : order === 'realtime' ? ' across real time' : ''
  return `${CYCLES[base]}${across}`
}
