import { moderate, moderationSchema } from '@/lib/discussion/index.ts'
import { mutation } from '@/lib/http/index.ts'

/** A moderator's decision: hide, unhide (both with a reason), or keep and settle the reports. */
export const POST = mutation(
  { route: '/api/posts/[id]/moderation', access: 'teach', limit: 'moderate', body: moderationSchema },
  async ({ user, params, body, requestId }) => {
    await moderate(user, params.id ?? '', body, requestId)
    return { id: params.id }
  },
)
