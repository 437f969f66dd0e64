/** The contract between an exercise's postmortem.ts and the page that draws it. Data only, except for `read`. */
import type { EventId, Ms, Trace } from '../sim/index.ts'

/** A default export of exercises/<slug>/postmortem.ts. */
export interface GameDay {
  /** The run of the visible suite that is replayed: '<scenario>#<n>'. It should judge at its end only, or a breach cuts it short. */
  readonly seed: string
  readonly durationMs: Ms
  /** Width of a value of a strip. */
  readonly binMs: Ms
  /** What the script does to the system, in order, not overlapping. */
  readonly phases: readonly Phase[]
  read(trace: Trace): Findings
}

export interface Phase {
  readonly fromMs: Ms
  readonly untilMs: Ms
  /** One word, above the shaded span. */
  readonly label: string
  /** One sentence. */
  readonly about: string
}

export interface Findings {
  readonly strips: readonly Strip[]
  /** By time. */
  readonly moments: readonly Moment[]
  readonly scores: readonly Score[]
}

export type Strip = Curve | Stack | Ribbon

interface Titled {
  /** Kebab-case; names the same strip of every run. */
  readonly id: string
  readonly title: string
}

/** A number per bin; null where there was nothing to measure. */
export interface Curve extends Titled {
  readonly kind: 'curve'
  readonly unit: string
  readonly values: readonly (number | null)[]
  /** A line to compare with: a contract, an objective, what came in. */
  readonly line?: { readonly value: number; readonly text: string }
  /** The end of the scale. What is above leaves the strip, which then says how far. Default: everything fits. */
  readonly max?: number
}

/** Counts per bin, on top of one another, from below. */
export interface Stack extends Titled {
  readonly kind: 'stack'
  readonly unit: string
  readonly parts: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** What state something was in, from when to when. */
export interface Ribbon extends Titled {
  readonly kind: 'ribbon'
  readonly spans: readonly { readonly fromMs: Ms; readonly untilMs: Ms; readonly text: string }[]
  /** Said when there is no span. */
  readonly none: string
}

export interface Moment {
  readonly atMs: Ms
  /** 'script': what was done to the system; the others are what it did. */
  readonly kind: 'script' | 'symptom' | 'reaction' | 'recovery'
  /** A sentence without its time. */
  readonly what: string
  readonly event?: EventId
}

/** A cost of the suite, in this run. Less is better. */
export interface Score {
  /** Property id. */
  readonly property: string
  readonly title: string
  readonly value: number
  readonly budget: number
  readonly unit: string
}

/** Curves and scores of a run that is compared with: numbers, nothing of its code. */
export interface Baseline {
  readonly curves: Readonly<Record<string, readonly (number | null)[]>>
  readonly scores: Readonly<Record<string, number>>
}

/** baselines.json of a game day's folder. */
export interface Baselines {
  readonly reference: Baseline
  /** The starter: no protection. */
  readonly starter: Baseline
}
