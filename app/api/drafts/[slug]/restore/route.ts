import { z } from 'zod'
import { exerciseFile } from '@/app/api/_lib/exercise-file.ts'
import { mutation } from '@/lib/http/index.ts'
import { requireExercise, restore } from '@/lib/submissions/index.ts'

const body = z.strictObject({
  file: exerciseFile,
  from: z.union(
    [z.strictObject({ submission: z.uuid() }), z.strictObject({ copy: z.uuid() })],
    "{ submission: id } or { copy: id } was expected: one of the exercise's history.",
  ),
})

/** Puts one's own submission or kept copy into the draft; what stands there is kept. `{ revision, updatedAt }`. */
export const POST = mutation(
  { route: '/api/drafts/[slug]/restore', access: 'save-draft', limit: 'draft', body },
  async ({ user, params, body: { file, from } }) => {
    const exercise = requireExercise(params.slug ?? '')
    const { revision, updatedAt } = await restore(user.id, exercise.uuid, file, from)
    return { revision, updatedAt }
  },
)
