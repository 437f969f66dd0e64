/** Holds the name of the reader's time zone, so that the server writes days and times as their wall calendar shows them. */
export const ZONE_COOKIE = 'faultline.time-zone'

/** Writes instants for one reader. */
export interface Clock {
  /** What the browser said its zone is; null while it has said nothing. */
  told: string | null
  /** An IANA zone that this process knows: the reader's, else 'UTC'. */
  zone: string
  /** '2026-11-21', with ' UTC' where the zone is not known to be the reader's. */
  day(at: Date): string
  /** '2026-11-21, 22:06', likewise. */
  minute(at: Date): string
}

/**
 *     clockOf('Europe/Berlin').minute(new Date('2026-11-21T22:06:00Z')) // '2026-11-21, 23:06'
 *     clockOf(null).minute(new Date('2026-11-21T22:06:00Z')) // '2026-11-21, 22:06 UTC'
 */
export function clockOf(told: string | null): Clock {
  const known = findZone(told)
  const zone = known ?? 'UTC'
  const said = known === null ? ' UTC' : ''
  // Swedish writes dates as ISO 8601 does.
  const write = (at: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', ...options }).format(at)
  return {
    told,
    zone,
    day: (at) => `${write(at, {})}${said}`,
    minute: (at) => `${write(at, { timeStyle: 'short' }).replace(' ', ', ')}${said}`,
  }
}

/** It comes from the browser: null for what is no zone. */
function findZone(given: string | null): string | null {
  if (!given || given.length > 64) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
