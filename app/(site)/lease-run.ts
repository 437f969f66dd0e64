/** The run that the landing page shows: a lease whose store does not compare tokens. */

export const lanes = ['lock', 'n1', 'n4', 'store'] as const

/** One row per event, top to bottom. */
export const rows = [
  { ms: 12, text: 'n1 asks the lock for a lease.' },
  { ms: 24, text: 'The lock grants 500 ms with token 7.' },
  { ms: 60, text: 'n1 pauses: its process stops, its clock does not.' },
  { ms: 524, text: 'The lease of n1 runs out.' },
  { ms: 571, text: 'n4 asks the lock for a lease.' },
  { ms: 583, text: 'The lock grants n4 token 8.' },
  { ms: 604, text: 'The store accepts a write with token 8.' },
  { ms: 960, text: 'n1 wakes up and writes.' },
  { ms: 975, text: 'The store accepts token 7 after token 8.' },
] as const

export const messages = [
  { row: 0, from: 1, to: 0, label: 'acquire' },
  { row: 1, from: 0, to: 1, label: 'token 7' },
  { row: 4, from: 2, to: 0, label: 'acquire' },
  { row: 5, from: 0, to: 2, label: 'token 8' },
  { row: 6, from: 2, to: 3, label: 'write, 8' },
  { row: 8, from: 1, to: 3, label: 'write, 7' },
]

/** Rows between which a node stands still. */
export const pause = { lane: 1, from: 2, to: 7 }

/** The events in conflict. */
export const strikes: readonly number[] = [6, 8]
