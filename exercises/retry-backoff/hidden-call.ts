/** What the judge knows of a call, and how it says what broke. */
import type { Json } from '../../lib/sim/index.ts'
import type { Finding, Property } from '../../lib/suite/index.ts'
import type { Ends } from './drive.ts'

/** A failure, and what must follow it. */
export interface Failed {
  readonly at: number
  readonly event: number
  readonly ends: Ends
  /** Why there must be no further attempt; undefined: there may be one. */
  readonly stop?: { readonly property: Property; readonly why: string }
  /** The next attempt starts in [from, to]. */
  readonly from: number
  readonly to: number
  /** Every delay that could be drawn ends before the deadline: there must be a further attempt. */
  readonly sure: boolean
  /** The cost has been taken from the bucket. */
  paid: boolean
}

export interface Call {
  readonly n: number
  readonly at: number
  readonly event: number
  readonly idempotent: boolean
  readonly deadline: number
  attempts: number
  running: boolean
  lastEvent: number
  failed?: Failed
  /** The value is known. */
  succeeded?: { readonly at: number; readonly event: number }
  settled: boolean
}

/** What the fixture's marks carry. */
export interface Mark extends Ends {
  readonly n: number
  /** The type's name, when it was none. */
  readonly number: number | string
}

export interface Found {
  readonly property: Property
  readonly finding: Finding
}

/** Instants that are no whole numbers are rounded on their way through clocks; no rule turns on so little. */
export const EPSILON = 0.002

export function ms(t: number): string {
  return `${Math.round(t * 10) / 10} ms`
}

export function found(
  property: Property,
  because: string,
  expected: Json,
  got: Json,
  witness: readonly number[],
): Found {
  return { property, finding: { because, expected, got, witness } }
}
