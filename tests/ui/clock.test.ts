import { describe, expect, test } from 'vitest'
import { clockOf } from '../../app/ui/clock/clock.ts'

const LATE = new Date('2026-11-21T23:30:00Z')

describe('clock', () => {
  test('days and times are those of the zone that the browser told', () => {
    expect(clockOf('Asia/Tokyo').minute(LATE)).toBe('2026-11-22, 08:30')
    expect(clockOf('Asia/Tokyo').day(LATE)).toBe('2026-11-22')
    expect(clockOf('America/New_York').minute(LATE)).toBe('2026-11-21, 18:30')
    // Half an hour off, and summer time.
    expect(clockOf('Asia/Kolkata').minute(LATE)).toBe('2026-11-22, 05:00')
    expect(clockOf('Europe/Berlin').minute(new Date('2026-07-01T22:00:00Z'))).toBe('2026-07-02, 00:00')
  })

  test.each([null, '', 'Nowhere/Land', "'; drop table", 'x'.repeat(65)])(
    'of %j no zone is known: it is UTC, and says so',
    (told) => {
      expect(clockOf(told).zone).toBe('UTC')
      expect(clockOf(told).minute(LATE)).toBe('2026-11-21, 23:30 UTC')
      expect(clockOf(told).day(LATE)).toBe('2026-11-21 UTC')
    },
  )
})
