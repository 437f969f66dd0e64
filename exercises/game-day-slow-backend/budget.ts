/** What a run may cost. A part that is left out is not asked of it. */
export interface Budget {
  readonly wellLostPct?: number
  readonly sickLostPct?: number
  readonly blipLostPct?: number
  readonly rushLostPct?: number
  readonly callsToSick?: number
  readonly callsPerRequest?: number
  readonly probesPerSecond?: number
}

/** Of the whole day. */
export const WHOLE = {
  wellLostPct: 1,
  sickLostPct: 5,
  blipLostPct: 40,
  rushLostPct: 40,
  callsToSick: 35,
  callsPerRequest: 1.6,
  probesPerSecond: 9,
} as const satisfies Budget
