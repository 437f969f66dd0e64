/** What a run may cost. A part that is left out is not asked of it. */
export interface Budget {
  readonly falseAlarms?: number
  readonly detectionMs?: number
  readonly downtimeMs?: number
  readonly writesLostPct?: number
  readonly pages?: number
  readonly pingsPerSecond?: number
}

/** Of the whole day. */
export const WHOLE = {
  falseAlarms: 0,
  detectionMs: 2000,
  downtimeMs: 2500,
  writesLostPct: 2,
  pages: 6,
  pingsPerSecond: 20,
} as const satisfies Budget
