import { z } from 'zod'
import { postToNextAuth } from '@/app/api/_lib/next-auth.ts'
import { withCookies } from '@/app/api/_lib/sign-in.ts'
import { endSession, signOutEverywhere } from '@/lib/auth/index.ts'
import { mutation } from '@/lib/http/index.ts'

/** `everywhere` ends the sessions on all devices, not only this cookie. */
const body = z.strictObject({ everywhere: z.boolean().default(false) })

export const POST = mutation(
  { route: '/api/account/sign-out', access: 'anyone', limit: 'account', body },
  async ({ request, user, body: { everywhere }, requestId }) => {
    const cookie = request.headers.get('cookie')
    if (everywhere && user) await signOutEverywhere(user.id, requestId)
    else await endSession(cookie)
    const { cookies } = await postToNextAuth('signout', {}, cookie)
    return withCookies(Response.json({ url: '/' }), cookies)
  },
)
