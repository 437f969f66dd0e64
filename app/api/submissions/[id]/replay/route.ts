import { mutation } from '@/lib/http/index.ts'
import { replay, replaySchema, SOURCE_BODY_BYTES_MAX } from '@/lib/submissions/index.ts'

/** 202 like a submission; the replay has an id, events and a verdict of its own, and never counts as an attempt. */
export const POST = mutation(
  {
    route: '/api/submissions/[id]/replay',
    access: 'submit',
    limit: 'replay',
    body: replaySchema,
    bytesMax: SOURCE_BODY_BYTES_MAX,
  },
  async ({ user, params, body }) =>
    Response.json(await replay(user.id, params.id ?? '', body), { status: 202 }),
)
