import type { CalendarDay } from '@/lib/progress/index.ts'
import { dayText } from './day-text.ts'

/** Weeks on a phone: what fits beside the names of the days. */
const WEEKS_NARROW = 12

/**
 * One column for each week, Monday on top. How much was done is the size of the mark, not its colour. A picture: the text
 * beside it says the same, so it is left out for screen readers.
 */
export function CalendarGrid({ days }: { days: readonly CalendarDay[] }) {
  const weeks = Array.from({ length: Math.ceil(days.length / 7) }, (_, at) => days.slice(at * 7, at * 7 + 7))
  return (
    <div aria-hidden className="select-none">
      <div className="flex gap-1 text-muted text-note">
        <div className="flex w-9 shrink-0 flex-col gap-1 pt-6">
          {['Mon', '', 'Wed', '', 'Fri', '', ''].map((name, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: seven fixed places.
            <span key={at} className="h-4 leading-4">
              {name}
            </span>
          ))}
        </div>
        {weeks.map((week, at) => (
          <div
            key={week[0]?.day}
            className={`w-4 shrink-0 flex-col gap-1 ${at < weeks.length - WEEKS_NARROW ? 'hidden sm:flex' : 'flex'}`}
          >
            <span className="h-5 overflow-visible whitespace-nowrap">{monthAt(weeks, at)}</span>
            {week.map((day) => (
              <Cell key={day.day} day={day} />
            ))}
          </div>
        ))}
      </div>
      <p className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-1 text-muted text-note">
        {legend.map(([level, text]) => (
          <span key={text} className="flex items-center gap-1.5">
            <Square level={level} />
            {text}
          </span>
        ))}
      </p>
    </div>
  )
}

function Cell({ day }: { day: CalendarDay }) {
  return (
    <span title={dayText(day)}>
      <Square level={levelOf(day)} />
    </span>
  )
}

type Level = 0 | 1 | 2 | 3

function Square({ level }: { level: Level }) {
  return (
    <span className="flex size-4 items-center justify-center border border-hairline">
      {level > 0 && <span className={`bg-ink ${sizes[level]}`} />}
    </span>
  )
}

const sizes: Record<Level, string> = { 0: '', 1: 'size-1', 2: 'size-2', 3: 'size-3' }

const legend: readonly (readonly [Level, string])[] = [
  [0, 'nothing'],
  [1, 'under 15 min'],
  [2, 'under 45 min'],
  [3, '45 min and more'],
]

function levelOf({ active, seconds }: CalendarDay): Level {
  if (!active) return 0
  return seconds < 15 * 60 ? 1 : seconds < 45 * 60 ? 2 : 3
}

/** The month's name over the first week that begins in it; not over the last column, where it would not fit. */
function monthAt(weeks: readonly (readonly CalendarDay[])[], at: number): string {
  const month = weeks[at]?.[0]?.day.slice(5, 7)
  if (at === 0 || at >= weeks.length - 1 || month === weeks[at - 1]?.[0]?.day.slice(5, 7)) return ''
  return new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' }).format(
    new Date(`${weeks[at]?.[0]?.day}T00:00:00Z`),
  )
}
