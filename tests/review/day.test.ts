import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endOfDay, zoneSchema } from '../../lib/review/index.ts'

const at = (iso: string, zone: string) => endOfDay(new Date(iso), zone).toISOString()

describe('a learner’s day', () => {
  test.each([
    ['ends at four in the morning', '2026-03-03T12:00:00Z', 'UTC', '2026-03-04T04:00:00.000Z'],
    ['goes on after midnight', '2026-03-04T03:59:59Z', 'UTC', '2026-03-04T04:00:00.000Z'],
    ['begins at four sharp', '2026-03-04T04:00:00Z', 'UTC', '2026-03-05T04:00:00.000Z'],
    ['is that of where they are, east', '2026-03-03T12:00:00Z', 'Asia/Tokyo', '2026-03-03T19:00:00.000Z'],
    ['and west', '2026-03-03T02:00:00Z', 'America/New_York', '2026-03-03T09:00:00.000Z'],
    ['has 45 minutes where clocks do', '2026-03-03T12:00:00Z', 'Asia/Kathmandu', '2026-03-03T22:15:00.000Z'],
    ['is 23 h when clocks go forward', '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-29T02:00:00.000Z'],
    ['is 25 h when clocks go back', '2026-10-24T12:00:00Z', 'Europe/Berlin', '2026-10-25T03:00:00.000Z'],
    ['crosses the year', '2026-12-31T23:30:00Z', 'UTC', '2027-01-01T04:00:00.000Z'],
  ])('%s', (_, now, zone, end) => {
    expect(at(now, zone)).toBe(end)
  })

  test('ends after now, within 25 hours, everywhere and always', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Kiritimati']
    const instants = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (now, zone) => {
        const hours = (endOfDay(now, zone).getTime() - now.getTime()) / 3_600_000
        expect(hours).toBeGreaterThan(0)
        expect(hours).toBeLessThanOrEqual(25)
      }),
    )
  })

  test('a zone that nobody lives in is refused', () => {
    for (const zone of ['Europe/Berlim', '', 'x'.repeat(65), '../etc', 'UTC\0']) {
      expect(zoneSchema.safeParse(zone).success).toBe(false)
    }
    expect(zoneSchema.safeParse('America/Argentina/Buenos_Aires').success).toBe(true)
  })
})
