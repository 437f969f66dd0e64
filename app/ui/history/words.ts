import type { HistoryEntry } from '@/lib/submissions/index.ts'
import { wordOf } from '../verdict/words.ts'

const copyWords = {
  RESET: 'Kept before a reset',
  RESTORE: 'Kept before other code took its place',
  CONFLICT: 'Kept when two devices had edited',
} as const

export function becauseOf(because: keyof typeof copyWords): string {
  return copyWords[because]
}

const stateWords = {
  QUEUED: 'Waiting',
  RUNNING: 'Being judged',
  DONE: 'Judged',
  CANCELLED: 'Cancelled',
  QUARANTINED: 'Our fault',
} as const

/** 'Passed', 'Cancelled', …: what became of it, in one word or two. */
export function outcomeOf(e: {
  state: keyof typeof stateWords
  outcome: keyof typeof wordOf | null
}): string {
  return e.outcome ? wordOf[e.outcome] : stateWords[e.state]
}

/** The name of an entry in an address: 's-<id>' or 'c-<id>'. */
export function versionOf(e: Pick<HistoryEntry, 'kind' | 'id'>): string {
  return `${e.kind === 'copy' ? 'c' : 's'}-${e.id}`
}
