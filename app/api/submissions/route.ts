import { z } from 'zod'
import { mutation, query } from '@/lib/http/index.ts'
import {
  listSubmissions,
  requireExercise,
  SOURCE_BODY_BYTES_MAX,
  submit,
  submitSchema,
} from '@/lib/submissions/index.ts'

/** 202 `{ id, repeated, suite: { version, hash, changed } }`; the verdict comes by /api/submissions/<id>/events. */
export const POST = mutation(
  {
    route: '/api/submissions',
    access: 'submit',
    limit: 'submit',
    body: submitSchema,
    bytesMax: SOURCE_BODY_BYTES_MAX,
  },
  async ({ user, body }) => Response.json(await submit(user.id, body), { status: 202 }),
)

const search = z.strictObject({
  slug: z.string().min(1).max(100),
  /** Id of the oldest submission already known. */
  before: z.uuid().optional(),
})

/** One's own submissions for an exercise, newest first, 30 at a time. */
export const GET = query(
  { route: '/api/submissions', access: 'submit', query: search },
  async ({ user, search: { slug, before } }) => {
    const exercise = requireExercise(slug)
    return { submissions: await listSubmissions(user.id, exercise.uuid, before ? { before } : {}) }
  },
)
