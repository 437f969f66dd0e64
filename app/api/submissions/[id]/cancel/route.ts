import { z } from 'zod'
import { mutation } from '@/lib/http/index.ts'
import { cancel } from '@/lib/submissions/index.ts'

/** `{ state }`: 'cancelled', or 'cancelling' while its worker is being told; the event stream says when it is over. */
export const POST = mutation(
  { route: '/api/submissions/[id]/cancel', access: 'submit', limit: 'cancel', body: z.strictObject({}) },
  async ({ user, params }) => ({ state: await cancel(user.id, params.id ?? '') }),
)
