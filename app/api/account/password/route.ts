import { changePassword, passwordChangeSchema } from '@/lib/auth/index.ts'
import { consume, mutation } from '@/lib/http/index.ts'

/** Another password. Every other session ends. */
export const PUT = mutation(
  { route: '/api/account/password', access: 'submit', limit: 'account', body: passwordChangeSchema },
  async ({ request, user, body, requestId }) => {
    // The present one can be guessed at here as well as at the sign-in.
    await consume('sign-in-account', user.email)
    await changePassword(user.id, body, { cookieHeader: request.headers.get('cookie'), requestId })
    return { changed: true }
  },
)
