/** What a run may cost. A part that is left out is not asked of it. */
export interface Budget {
  readonly callsWhileWell?: number
  readonly callsToSick?: number
  readonly loadsInTheSale?: number
  readonly callsWithoutCache?: number
  readonly pagesLostPct?: number
  readonly waitMs?: number
}

/** Of the whole day. */
export const WHOLE = {
  callsWhileWell: 0.7,
  callsToSick: 25,
  loadsInTheSale: 2,
  callsWithoutCache: 1.5,
  pagesLostPct: 6,
  waitMs: 60,
} as const satisfies Budget
