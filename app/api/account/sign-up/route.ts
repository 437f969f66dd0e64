import { z } from 'zod'
import { answerSignedIn } from '@/app/api/_lib/sign-in.ts'
import { createUser, signUpSchema } from '@/lib/auth/index.ts'
import { mutation } from '@/lib/http/index.ts'

const body = signUpSchema.extend({ callbackUrl: z.string().max(2000).optional() })

export const POST = mutation(
  { route: '/api/account/sign-up', access: 'anyone', limit: 'sign-up', body },
  async ({ request, body: { email, password, name, callbackUrl }, requestId }) => {
    await createUser({ email, password, name }, { requestId })
    return await answerSignedIn(request, { email, password }, callbackUrl, 201)
  },
)
