import { z } from 'zod'

/** A learner's day ends when they sleep, not at midnight: what is done at 01:00 still belongs to the evening before. */
const DAY_STARTS_AT_HOUR = 4

const DAY_MS = 86_400_000

/** An IANA time zone that this runtime knows, such as 'Europe/Berlin'. */
export const zoneSchema = z
  .string()
  .max(64)
  .refine(isZone, 'a time zone such as Europe/Berlin or UTC was expected')

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** When the day that `now` is in ends where the learner is: the next 04:00 of their clock, after `now`. */
export function endOfDay(now: Date, zone: string): Date {
  const local = new Date(now.getTime() + offsetMs(now, zone))
  const passed = local.getUTCHours() >= DAY_STARTS_AT_HOUR ? 1 : 0
  const wanted =
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), DAY_STARTS_AT_HOUR) +
    passed * DAY_MS
  // The clock may be put forward or back between now and then: the offset at the end decides.
  const guess = new Date(wanted - offsetMs(now, zone))
  return new Date(wanted - offsetMs(guess, zone))
}

/** What the clock of the zone is ahead of UTC at that instant, ms. */
function offsetMs(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-u-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return local - Math.floor(at.getTime() / 1000) * 1000
}
