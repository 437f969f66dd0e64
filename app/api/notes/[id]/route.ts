import { z } from 'zod'
import { mutation } from '@/lib/http/index.ts'
import { bodySchema, editNote, removeNote } from '@/lib/notes/index.ts'

const route = '/api/notes/[id]'

export const PATCH = mutation(
  { route, access: 'submit', limit: 'note', body: z.strictObject({ body: bodySchema }), bytesMax: 32_768 },
  async ({ user, params, body }) => {
    await editNote(user.id, params.id ?? '', body.body)
    return { id: params.id }
  },
)

/** Gone at once; a page that offers to undo it keeps the words and adds them again. */
export const DELETE = mutation(
  { route, access: 'submit', limit: 'note', body: z.strictObject({}) },
  async ({ user, params }) => {
    await removeNote(user.id, params.id ?? '')
    return { id: params.id }
  },
)
