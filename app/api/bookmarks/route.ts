import { z } from 'zod'
import { mutation } from '@/lib/http/index.ts'
import { addBookmark, placeSchema, titleSchema } from '@/lib/notes/index.ts'

/** Marks a place. /api/notes lists bookmarks with the notes beside them. */
export const POST = mutation(
  {
    route: '/api/bookmarks',
    access: 'submit',
    limit: 'note',
    body: z.strictObject({ place: placeSchema, title: titleSchema }),
  },
  async ({ user, body }) => ({ ...(await addBookmark(user.id, body.place, body.title)) }),
)
