import type { Calendar, CalendarDay } from '@/lib/progress/index.ts'
import { CalendarGrid } from './calendar-grid.tsx'
import { dayText, durationText } from './day-text.ts'
import { Section } from './section.tsx'

/** Streak, time, and the calendar of the last 26 weeks with its text. */
export function Activity({ calendar }: { calendar: Calendar }) {
  const { days, activeDays } = calendar
  if (activeDays === 0)
    return (
      <Section id="activity" title="Activity">
        <p className="max-w-measure text-muted">
          No day is marked yet. A day counts from one minute with a lesson or an exercise in use, or with one
          submission.
        </p>
      </Section>
    )
  return (
    <Section id="activity" title="Activity">
      <dl className="mb-8 grid grid-cols-2 gap-x-10 gap-y-5 sm:grid-cols-4">
        <Fact name="Days in a row" value={String(calendar.streak)}>
          {streakText(calendar)}
        </Fact>
        <Fact name="Longest" value={String(calendar.longest)}>
          {calendar.longest === 1 ? 'day' : 'days in a row'}
        </Fact>
        <Fact name="This week" value={durationText(secondsOf(days.slice(-daysOfWeek(days))))}>
          since Monday
        </Fact>
        <Fact name="26 weeks" value={durationText(calendar.seconds)}>
          on {activeDays} {activeDays === 1 ? 'day' : 'days'}, {calendar.submissions}{' '}
          {calendar.submissions === 1 ? 'submission' : 'submissions'}
        </Fact>
      </dl>
      <CalendarGrid days={days} />
      <details className="mt-4 max-w-measure">
        <summary className="w-fit text-muted hover:text-ink">The calendar as text</summary>
        <AsText days={days} />
      </details>
    </Section>
  )
}

function Fact({ name, value, children }: { name: string; value: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-muted">{name}</dt>
      <dd>
        <span className="block font-serif text-head tabular-nums">{value}</span>
        <span className="text-muted text-note">{children}</span>
      </dd>
    </div>
  )
}

/** Every active day, the newest first, by month. */
function AsText({ days }: { days: readonly CalendarDay[] }) {
  const active = days.filter((day) => day.active).reverse()
  const months = [...new Set(active.map(({ day }) => day.slice(0, 7)))]
  return months.map((month) => {
    const own = active.filter(({ day }) => day.startsWith(month))
    return (
      <div key={month} className="mt-4">
        <h3 className="text-muted">{monthText(month)}</h3>
        <ul className="mt-1 flex flex-col gap-0.5">
          {own.map((day) => (
            <li key={day.day}>{dayText(day)}</li>
          ))}
        </ul>
      </div>
    )
  })
}

function streakText({ streak, today }: Calendar): string {
  if (today) return 'today is one of them'
  return streak > 0 ? 'up to yesterday; today is open' : 'one minute begins one'
}

/** How many of the last days are of the week that began on Monday. */
function daysOfWeek(days: readonly CalendarDay[]): number {
  return ((days.length - 1) % 7) + 1
}

function secondsOf(days: readonly CalendarDay[]): number {
  return days.reduce((sum, { seconds }) => sum + seconds, 0)
}

function monthText(month: string): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
}
