import { z } from 'zod'
import { query } from '@/lib/http/index.ts'
import { countDue, zoneSchema } from '@/lib/review/index.ts'

/** `{ due }`: how many questions are left today, where the learner is. */
export const GET = query(
  { route: '/api/review/due', access: 'submit', query: z.strictObject({ zone: zoneSchema }) },
  async ({ user, search }) => ({ due: await countDue(user.id, search.zone, new Date()) }),
)
