import { z } from 'zod'
import { Refusal } from '@/lib/errors/index.ts'
import { mutation } from '@/lib/http/index.ts'
import { certificateNameSchema, renameCertificate } from '@/lib/progress/index.ts'

const body = z.strictObject({ name: certificateNameSchema })

/** Prints another name on one's own certificate. Link and date stay. */
export const PATCH = mutation(
  { route: '/api/certificates/[code]', access: 'submit', limit: 'certificate', body },
  async ({ user, params, body }) => {
    const renamed = await renameCertificate(user.id, params.code ?? '', body.name)
    if (!renamed)
      throw new Refusal(
        'not-found',
        'There is no such certificate among yours. Open it again from Progress, signed in with the account that earned it.',
      )
    return { name: renamed.name }
  },
)
