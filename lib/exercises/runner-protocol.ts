/** What the page and the Worker that runs the visible suite say to each other. */
import type { FaultOp, Place, Trace } from '../sim/index.ts'
import type { Verdict } from '../suite/index.ts'

export type RunRequest =
  | { kind: 'explore'; code: string; fingerprint?: boolean }
  /** One schedule again: after an edit, or with some of its faults taken out. */
  | { kind: 'replay'; code: string; seed: string; faults: readonly FaultOp[] }
  /** One schedule whole, whatever is judged of it: for a postmortem. */
  | { kind: 'record'; code: string; seed: string }

export type RunAnswer =
  /** The Worker is loaded; sent once, before anything else. */
  | { kind: 'ready' }
  /** The code gives way: sent while it runs, also where nothing progresses, as in shrinking. */
  | { kind: 'alive' }
  | { kind: 'progress'; done: number; of: number }
  /** What is played from now on: if the Worker falls silent, it was this. */
  | { kind: 'playing'; place: Place }
  | { kind: 'verdict'; verdict: Verdict }
  /** `ended` says why, where the run did not come to its end. */
  | { kind: 'recorded'; trace: Trace; nodes: readonly string[]; ended?: string }
  /** The suite itself broke: our fault. */
  | { kind: 'broken'; message: string }
