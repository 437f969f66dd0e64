import { query } from '@/lib/http/index.ts'
import { requireSubmission } from '@/lib/submissions/index.ts'

export const GET = query({ route: '/api/submissions/[id]', access: 'submit' }, async ({ user, params }) => ({
  submission: await requireSubmission(user.id, params.id ?? ''),
}))
