/** Days as 'YYYY-MM-DD' in the learner's own calendar: text that sorts, and that no time zone can shift. */

/** A day counts when at least this long was spent on it, or something was submitted. */
const ACTIVE_SECONDS_MIN = 60

export interface CalendarDay {
  day: string
  seconds: number
  submissions: number
  active: boolean
}

export interface Calendar {
  /** Every day from the Monday of the first week shown to today. */
  days: CalendarDay[]
  /** Active days in a row up to today, or up to yesterday while today has nothing yet. */
  streak: number
  /** Whether today counts already. */
  today: boolean
  longest: number
  activeDays: number
  seconds: number
  submissions: number
}

/** The last `weeks` weeks up to `today`. The streaks look at everything that is given. */
export function calendarOf(
  given: readonly { day: string; seconds: number; submissions: number }[],
  today: string,
  weeks = 26,
): Calendar {
  const byDay = new Map(given.map((entry) => [entry.day, entry]))
  const at = (day: string): CalendarDay => {
    const { seconds = 0, submissions = 0 } = byDay.get(day) ?? {}
    return { day, seconds, submissions, active: seconds >= ACTIVE_SECONDS_MIN || submissions > 0 }
  }
  const first = addDays(today, -weekdayOf(today) - 7 * (weeks - 1))
  const days: CalendarDay[] = []
  for (let day = first; day <= today; day = addDays(day, 1)) days.push(at(day))
  const isActive = (day: string) => at(day).active
  const start = isActive(today) ? today : addDays(today, -1)
  let streak = 0
  while (isActive(addDays(start, -streak))) streak++
  const shown = days.filter((entry) => entry.active)
  return {
    days,
    streak,
    today: isActive(today),
    longest: longestOf(given.map(({ day }) => day).filter((day) => day <= today && isActive(day))),
    activeDays: shown.length,
    seconds: days.reduce((sum, entry) => sum + entry.seconds, 0),
    submissions: days.reduce((sum, entry) => sum + entry.submissions, 0),
  }
}

function longestOf(active: readonly string[]): number {
  let longest = 0
  let run = 0
  let previous = ''
  for (const day of [...active].sort()) {
    run = previous !== '' && day === addDays(previous, 1) ? run + 1 : 1
    longest = Math.max(longest, run)
    previous = day
  }
  return longest
}

const DAY_MS = 86_400_000

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10)
}

/** 0 for Monday, as weeks begin in ISO 8601. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

/** The date that the calendar on the wall shows in this zone. */
export function dateIn(timeZone: string, now: Date): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)
}
