import { z } from 'zod'
import { exerciseFile } from '@/app/api/_lib/exercise-file.ts'
import { mutation, query } from '@/lib/http/index.ts'
import { findDraft, requireExercise, SOURCE_BODY_BYTES_MAX, saveDraft } from '@/lib/submissions/index.ts'

/** `{ draft }`: { file, code, revision, updatedAt }, or null when none was saved. */
export const GET = query(
  { route: '/api/drafts/[slug]', access: 'save-draft', query: z.strictObject({ file: exerciseFile }) },
  async ({ user, params, search }) => {
    const exercise = requireExercise(params.slug ?? '')
    return { draft: await findDraft(user.id, exercise.uuid, search.file) }
  },
)

/** The revision is the one that the code was made from (0: none yet). 409 'draft-conflict' brings the server's draft. */
const body = z.strictObject({
  file: exerciseFile,
  code: z.string(),
  revision: z.int().min(0).max(2_147_483_646),
})

export const PUT = mutation(
  {
    route: '/api/drafts/[slug]',
    access: 'save-draft',
    limit: 'draft',
    body,
    bytesMax: SOURCE_BODY_BYTES_MAX,
  },
  async ({ user, params, body }) => {
    const exercise = requireExercise(params.slug ?? '')
    const { revision, updatedAt } = await saveDraft(user.id, exercise.uuid, body)
    return { revision, updatedAt }
  },
)
