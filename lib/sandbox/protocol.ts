/** What the pool and a caged runner say to each other: one JSON object per line. Strings and plain data only. */
import type { Json, Place } from '../sim/index.ts'

/** Drivers that a runner keeps, those used last: one that is sent anew has to be compiled anew. */
export const DRIVERS_MAX = 8

/** The suite's half of a run: a script whose value is `{ run(port, input, progress, playing) }`, evaluated outside the isolate. */
export interface Driver {
  /** Names the code; a runner that has it is not sent it again. */
  readonly hash: string
  readonly code: string
}

/** Of each part of a place: what is longer is left out. The seed of a delivery order is the longest. */
export const PLACE_CHARS = 4000

export interface JobLimits {
  /** Longest answer of one step, in UTF-16 units. */
  readonly stepChars: number
  /** Longest result of a job, in UTF-16 units. */
  readonly resultChars: number
}

/** First line to a runner, before it is anything: its own code. */
export interface BootLine {
  readonly runner: string
  readonly ses: string
  readonly guest: string
  /** Heap of a learner's isolate. */
  readonly isolateMb: number
}

export interface JobLine {
  readonly t: 'job'
  readonly id: number
  readonly source: string
  readonly fixture?: string
  readonly driver: { readonly hash: string; readonly code?: string }
  readonly input: Json
  readonly limits: JobLimits
}

export type RunnerLine =
  | { readonly t: 'ready' }
  | { readonly t: 'progress'; readonly id: number; readonly done: number; readonly of: number }
  /** What is played from now on, for the case that this process does not live to tell. */
  | { readonly t: 'playing'; readonly id: number; readonly place: Place }
  | { readonly t: 'end'; readonly id: number; readonly outcome: RunnerOutcome }

/** How a job ends inside the runner. What the watchdog ends never gets this far. */
export type RunnerOutcome =
  | { readonly kind: 'done'; readonly value: Json }
  | { readonly kind: 'rejected'; readonly message: string; readonly line?: number; readonly column?: number }
  | {
      readonly kind: 'exceeded'
      readonly limit: 'memory' | 'output'
      readonly message: string
      readonly place?: Place
    }
  /** The suite or this code threw. `detail` is for the log, never for a learner. */
  | { readonly kind: 'broken'; readonly detail: string }
