import { mutation } from '@/lib/http/index.ts'
import { placeSchema, savePlace } from '@/lib/progress/index.ts'
import { requireExercise } from '@/lib/submissions/index.ts'

/** Remembers where in the editor the learner is. The workbench opens there, on whatever device. */
export const PUT = mutation(
  { route: '/api/progress/places/[slug]', access: 'save-draft', limit: 'progress', body: placeSchema },
  async ({ user, params, body }) => {
    const { uuid, slug } = requireExercise(params.slug ?? '')
    await savePlace(user.id, uuid, body)
    return { exercise: slug }
  },
)
