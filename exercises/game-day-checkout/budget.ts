/** What a run may cost. */
export interface Budget {
  readonly cartsLostPct?: number
  readonly charges?: number
  readonly waitMs?: number
  readonly recoveryMs?: number
  readonly checkoutsLostPct?: number
}

/** Of the whole day. */
export const WHOLE = {
  cartsLostPct: 2,
  charges: 28,
  waitMs: 250,
  recoveryMs: 4000,
  checkoutsLostPct: 5,
} as const satisfies Budget

/** Of a rehearsal in which the provider is ill for a while. */
export const SPELL = {
  cartsLostPct: 3,
  charges: 18,
  waitMs: 350,
  recoveryMs: 4000,
  checkoutsLostPct: 8,
} as const satisfies Budget
