import { z } from 'zod'
import { exerciseFile } from '@/app/api/_lib/exercise-file.ts'
import { mutation } from '@/lib/http/index.ts'
import { keepCopy, requireExercise, SOURCE_BODY_BYTES_MAX } from '@/lib/submissions/index.ts'

const body = z.strictObject({
  file: exerciseFile,
  code: z.string(),
  because: z.enum(['RESET', 'RESTORE', 'CONFLICT']),
})

/** Keeps what stood in the editor, before something else takes its place. The same text again changes nothing but its time. */
export const POST = mutation(
  {
    route: '/api/copies/[slug]',
    access: 'save-draft',
    limit: 'draft',
    body,
    bytesMax: SOURCE_BODY_BYTES_MAX,
  },
  async ({ user, params, body }) => {
    const exercise = requireExercise(params.slug ?? '')
    const { createdAt } = await keepCopy(user.id, exercise.uuid, body)
    return { createdAt }
  },
)
