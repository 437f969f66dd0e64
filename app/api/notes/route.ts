import { z } from 'zod'
import { mutation, query } from '@/lib/http/index.ts'
import { addNote, bodySchema, lessonSchema, listBeside, placeSchema } from '@/lib/notes/index.ts'

const scope = z.union([z.strictObject({ lesson: lessonSchema }), z.strictObject({ submission: z.uuid() })])

/** `{ notes, bookmarks }` beside one lesson, or beside one run. */
export const GET = query(
  { route: '/api/notes', access: 'submit', query: scope },
  async ({ user, search }) => ({
    ...(await listBeside(user.id, search)),
  }),
)

export const POST = mutation(
  {
    route: '/api/notes',
    access: 'submit',
    limit: 'note',
    body: z.strictObject({ place: placeSchema, body: bodySchema }),
    bytesMax: 32_768,
  },
  async ({ user, body }) => ({ ...(await addNote(user.id, body.place, body.body)) }),
)
