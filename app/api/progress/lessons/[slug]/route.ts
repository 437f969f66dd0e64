import { z } from 'zod'
import { listLessons } from '@/lib/content/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { mutation } from '@/lib/http/index.ts'
import { saveLessonPosition } from '@/lib/progress/index.ts'

const body = z.strictObject({
  /** Id of the heading last in view. */
  section: z.string().max(200).nullable(),
  /** Never taken back once true. */
  finished: z.boolean().default(false),
})

/** Remembers where in a lesson the learner is. /api/progress lists it. */
export const PUT = mutation(
  { route: '/api/progress/lessons/[slug]', access: 'submit', limit: 'progress', body },
  async ({ user, params, body }) => {
    const slug = params.slug ?? ''
    if (!listLessons().includes(slug))
      throw new Refusal('not-found', `There is no lesson '${slug.slice(0, 100)}'.`)
    await saveLessonPosition(user.id, slug, body)
    return { lesson: slug }
  },
)
