import { z } from 'zod'
import { answerSignedIn } from '@/app/api/_lib/sign-in.ts'
import { normalizeEmail } from '@/lib/auth/index.ts'
import { consume, forgive, limitKey, mutation } from '@/lib/http/index.ts'

const body = z.strictObject({
  // An address that no account can have is treated like any unknown one; only what the database refuses is refused here.
  email: z
    .string()
    .max(254)
    .refine((email) => email.isWellFormed() && !email.includes('\u0000'), 'An email address was expected.'),
  password: z.string().max(1000),
  /** Where to go afterwards; anything but an address of this site becomes '/'. */
  callbackUrl: z.string().max(2000).optional(),
})

export const POST = mutation(
  { route: '/api/account/sign-in', access: 'anyone', limit: 'sign-in-address', body },
  async ({ request, body: { email, password, callbackUrl }, address }) => {
    // Counted by what was typed, so that an address without an account is limited like any other.
    const account = normalizeEmail(email)
    const pair = JSON.stringify([account, limitKey(address)])
    await consume('sign-in-account', account)
    await consume('sign-in-pair', pair)
    const answer = await answerSignedIn(request, { email, password }, callbackUrl)
    await forgive('sign-in-pair', pair)
    return answer
  },
)
