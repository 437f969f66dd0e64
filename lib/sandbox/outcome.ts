/** How a job ended, and in which words a learner hears of a cap. */
import type { Json, Place } from '../sim/index.ts'
import { ISOLATE_MB, type Limits } from './limits.ts'
import { type Death, describe, type RunEnd } from './runner-process.ts'
import type { Killed } from './watch.ts'

export type Outcome =
  /** What the driver's `run` resolved to. */
  | { readonly kind: 'done'; readonly value: Json }
  | {
      readonly kind: 'rejected'
      readonly reason: 'compile' | 'too-large'
      readonly message: string
      /** 1-based, in the learner's file. */
      readonly line?: number
      readonly column?: number
    }
  | {
      readonly kind: 'exceeded'
      readonly limit: 'time' | 'memory' | 'output'
      readonly message: string
      /** Where the run was, as far as it is known. */
      readonly place?: Place
    }
  /** Our fault. `detail` is for the log only: it may quote the suite. */
  | { readonly kind: 'crashed'; readonly detail: string }

/** What V8 and isolated-vm say on stderr when an allocation fails. */
const OUT_OF_MEMORY =
  /out of memory|is_heap_oom|allocation fail|invalid (?:size|array length|table size|array buffer)/i
const SIGKILL = 9
const SIGTERM = 15

export function outcomeOf(
  end: RunEnd,
  killed: Killed | undefined,
  limits: Limits,
): Outcome | 'killed from outside' {
  if (end.kind === 'answer') {
    const { outcome } = end
    if (outcome.kind === 'rejected') return { reason: 'compile', ...outcome }
    if (outcome.kind === 'exceeded' && outcome.limit === 'memory') return tooBig(limits, outcome.place)
    if (outcome.kind === 'exceeded') return { ...outcome, message: sentence(outcome.message) }
    if (outcome.kind === 'broken') return { kind: 'crashed', detail: outcome.detail }
    return outcome
  }
  if (killed === 'cpu' || killed === 'wall') return tooSlow(killed, limits, end.place)
  if (killed === 'memory') return tooBig(limits, end.place)
  return diedBy(end.death, limits, end.place)
}

function diedBy(death: Death, limits: Limits, place: Place | undefined): Outcome | 'killed from outside' {
  if (OUT_OF_MEMORY.test(death.stderr)) return tooBig(limits, place)
  if (death.signal === SIGKILL || death.signal === SIGTERM) return 'killed from outside'
  return { kind: 'crashed', detail: describe(death) }
}

function tooSlow(killed: 'cpu' | 'wall', limits: Limits, place: Place | undefined): Outcome {
  const what = killed === 'cpu' ? `${limits.cpuMs / 1000} s of computing` : `${limits.wallMs / 1000} s`
  const message = `The submission was stopped after ${what}. Look for a loop that never ends, or work that grows with every message.`
  return { kind: 'exceeded', limit: 'time', message, ...(place ? { place } : {}) }
}

function tooBig(limits: Limits, place: Place | undefined): Outcome {
  const message = `The submission was stopped because it needed more memory than it may use: ${ISOLATE_MB} MB for its own objects, ${limits.rssMb} MB in all. Look for a collection that only grows.`
  return { kind: 'exceeded', limit: 'memory', message, ...(place ? { place } : {}) }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}
