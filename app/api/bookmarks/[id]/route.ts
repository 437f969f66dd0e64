import { z } from 'zod'
import { mutation } from '@/lib/http/index.ts'
import { removeBookmark } from '@/lib/notes/index.ts'

export const DELETE = mutation(
  { route: '/api/bookmarks/[id]', access: 'submit', limit: 'note', body: z.strictObject({}) },
  async ({ user, params }) => {
    await removeBookmark(user.id, params.id ?? '')
    return { id: params.id }
  },
)
