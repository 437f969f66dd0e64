import { z } from 'zod'
import { db } from '../db/index.ts'
import { Refusal } from '../errors/index.ts'
import { addDays } from './calendar.ts'

/** Of one request and of one day: what a heart that beats every minute, and a person who sleeps, can come to. */
export const ACTIVITY_SECONDS_MAX = { request: 120, day: 16 * 3600 } as const

/** Seconds with a page of the course in view and in use, on a date of the learner's own calendar. */
export const activitySchema = z.strictObject({
  day: z.iso.date('A date such as 2026-11-21 was expected.'),
  seconds: z
    .int()
    .min(0)
    .max(
      ACTIVITY_SECONDS_MAX.request,
      `At most ${ACTIVITY_SECONDS_MAX.request} seconds are taken at once: send what was spent every minute.`,
    ),
})

/**
 * Adds to one day of the learner's. Refused with 'invalid-day' unless the date is within a day of the server's: somewhere
 * on Earth it is that date now.
 */
export async function recordActivity(
  userId: string,
  { day, seconds }: z.infer<typeof activitySchema>,
  now: Date,
): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  if (day < addDays(today, -1) || day > addDays(today, 1))
    throw new Refusal(
      'invalid-day',
      `The date ${day} came, one within a day of ${today} (UTC) was expected. Set the clock of this device, then reload the page.`,
    )
  await db().$executeRaw`
    insert into "ActivityDay" ("userId", "day", "seconds") values (${userId}::uuid, ${day}::date, ${seconds}::int)
    on conflict ("userId", "day") do update
    set "seconds" = least("ActivityDay"."seconds" + excluded."seconds", ${ACTIVITY_SECONDS_MAX.day}::int)`
}

export interface ActiveDay {
  /** 'YYYY-MM-DD' */
  day: string
  seconds: number
  submissions: number
}

/**
 * The days on which something was done, in order. Submissions are counted on the date that it was in `timeZone`, an IANA
 * name; seconds on the date that the learner's own browser gave.
 */
export async function listActivity(userId: string, { timeZone }: { timeZone: string }): Promise<ActiveDay[]> {
  return await db().$queryRaw<ActiveDay[]>`
    select to_char("day", 'YYYY-MM-DD') as "day", sum("seconds")::int as "seconds", sum("submissions")::int as "submissions"
    from (
      select "day", "seconds", 0 as "submissions" from "ActivityDay" where "userId" = ${userId}::uuid
      union all
      select ("createdAt" at time zone ${timeZone})::date, 0, 1
      from "Submission" where "userId" = ${userId}::uuid and "kind" = 'SUBMISSION'
    ) done
    group by 1 order by 1`
}
