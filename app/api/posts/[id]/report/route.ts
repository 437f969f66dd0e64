import { z } from 'zod'
import { reasonSchema, reportPost } from '@/lib/discussion/index.ts'
import { mutation } from '@/lib/http/index.ts'

export const POST = mutation(
  {
    route: '/api/posts/[id]/report',
    access: 'submit',
    limit: 'report',
    body: z.strictObject({ reason: reasonSchema }),
  },
  async ({ user, params, body }) => {
    await reportPost(user, params.id ?? '', body.reason)
    return { id: params.id }
  },
)
