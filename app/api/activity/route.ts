import { mutation } from '@/lib/http/index.ts'
import { activitySchema, recordActivity } from '@/lib/progress/index.ts'

/** Time with a page of the course in view and in use, once a minute. Of this account's calendar only. */
export const POST = mutation(
  { route: '/api/activity', access: 'submit', limit: 'activity', body: activitySchema },
  async ({ user, body }) => {
    await recordActivity(user.id, body, new Date())
    return { day: body.day }
  },
)
