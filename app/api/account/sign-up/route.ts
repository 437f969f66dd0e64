import { z } from 'zod'
import { answerSignedIn } from '@/app/api/_lib/sign-in.ts'
import { createUser, signUpSchema } from '@/lib/auth/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { consume, limitKey, mutation, requireRoom } from '@/lib/http/index.ts'

const body = signUpSchema.extend({ callbackUrl: z.string().max(2000).optional() })

export const POST = mutation(
  { route: '/api/account/sign-up', access: 'anyone', limit: 'sign-up', body },
  async ({ request, body: { email, password, name, callbackUrl }, requestId, address }) => {
    const asker = limitKey(address)
    await requireRoom('sign-up-taken', asker)
    try {
      await createUser({ email, password, name }, { requestId })
    } catch (error) {
      if (error instanceof Refusal && error.code === 'email-taken') await consume('sign-up-taken', asker)
      throw error
    }
    return await answerSignedIn(request, { email, password }, callbackUrl, 201)
  },
)
