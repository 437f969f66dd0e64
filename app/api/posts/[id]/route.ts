import { z } from 'zod'
import { bodySchema, deletePost, editPost } from '@/lib/discussion/index.ts'
import { mutation } from '@/lib/http/index.ts'

const route = '/api/posts/[id]'

/** Changes one's own, or brings back with the same words what one took back. */
export const PATCH = mutation(
  {
    route,
    access: 'submit',
    limit: 'post-change',
    body: z.strictObject({ body: bodySchema, spoiler: z.boolean() }),
    bytesMax: 49_152,
  },
  async ({ user, params, body }) => {
    await editPost(user, params.id ?? '', body)
    return { id: params.id }
  },
)

export const DELETE = mutation(
  { route, access: 'submit', limit: 'post-change', body: z.strictObject({}) },
  async ({ user, params }) => {
    await deletePost(user, params.id ?? '')
    return { id: params.id }
  },
)
