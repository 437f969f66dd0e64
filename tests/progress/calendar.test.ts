import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, calendarOf, dateIn } from '../../lib/progress/calendar.ts'

const day = (day: string, seconds = 300, submissions = 0) => ({ day, seconds, submissions })

describe('streak', () => {
  test('counts days in a row up to today, across months', () => {
    const given = [day('2026-10-30'), day('2026-10-31'), day('2026-11-01')]
    expect(calendarOf(given, '2026-11-01')).toMatchObject({ streak: 3, today: true, longest: 3 })
  })

  test('stands while today has nothing yet, and is over the day after', () => {
    const given = [day('2026-11-19'), day('2026-11-20')]
    expect(calendarOf(given, '2026-11-21')).toMatchObject({ streak: 2, today: false })
    expect(calendarOf(given, '2026-11-22')).toMatchObject({ streak: 0, longest: 2 })
  })

  test('a day counts from one minute on, or with one submission', () => {
    const given = [day('2026-11-19', 59), day('2026-11-20', 60), day('2026-11-21', 0, 1)]
    expect(calendarOf(given, '2026-11-21')).toMatchObject({ streak: 2, activeDays: 2 })
  })

  test('is never longer than the longest, nor than the days that are given', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 60 }))
    fc.assert(
      fc.property(offsets, (ago) => {
        const { streak, longest } = calendarOf(
          ago.map((n) => day(addDays('2026-11-21', -n))),
          '2026-11-21',
        )
        expect(streak).toBeLessThanOrEqual(longest)
        expect(longest).toBeLessThanOrEqual(ago.length)
      }),
    )
  })
})

test('calendar: weeks begin on Monday and end today, with every day once', () => {
  const { days } = calendarOf([], '2026-11-21', 4)
  expect(days).toHaveLength(3 * 7 + 6)
  expect(days[0]?.day).toBe('2026-10-26')
  expect(days.at(-1)?.day).toBe('2026-11-21')
  expect(new Set(days.map((d) => d.day)).size).toBe(days.length)
})

test('the date is that of the zone', () => {
  const now = new Date('2026-11-21T23:30:00Z')
  expect(dateIn('Asia/Tokyo', now)).toBe('2026-11-22')
  expect(dateIn('America/New_York', now)).toBe('2026-11-21')
})
