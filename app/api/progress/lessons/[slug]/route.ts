import { z } from 'zod'
import { listLessons } from '@/lib/content/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { mutation, query } from '@/lib/http/index.ts'
import { sectionSchema } from '@/lib/notes/index.ts'
import { findLessonPosition, saveLessonPosition } from '@/lib/progress/index.ts'

const body = z.strictObject({
  /** Id of the heading last in view. */
  section: sectionSchema.nullable(),
  /** Never taken back once true. */
  finished: z.boolean().default(false),
})

/** `{ position }`: where this account stopped, on whatever device; null when the lesson was never open. */
export const GET = query(
  { route: '/api/progress/lessons/[slug]', access: 'submit' },
  async ({ user, params }) => ({ position: await findLessonPosition(user.id, requireLesson(params.slug)) }),
)

/** Remembers where in a lesson the learner is. /api/progress lists it. */
export const PUT = mutation(
  { route: '/api/progress/lessons/[slug]', access: 'submit', limit: 'progress', body },
  async ({ user, params, body }) => {
    const slug = requireLesson(params.slug)
    await saveLessonPosition(user.id, slug, body)
    return { lesson: slug }
  },
)

function requireLesson(slug = ''): string {
  if (listLessons().includes(slug)) return slug
  throw new Refusal('not-found', `There is no lesson '${slug.slice(0, 100)}'.`)
}
