import { z } from 'zod'
import { mutation } from '@/lib/http/index.ts'
import { issueCertificate } from '@/lib/paths/index.ts'
import { certificateNameSchema } from '@/lib/progress/index.ts'

const body = z.strictObject({ path: z.string().max(100), name: certificateNameSchema })

/** `{ code }` of the certificate for a path that is completed; the one there is, should there be one. 409 'path-incomplete'. */
export const POST = mutation(
  { route: '/api/certificates', access: 'submit', limit: 'certificate', body },
  async ({ user, body }) => {
    const { code } = await issueCertificate(user.id, body)
    return { code }
  },
)
