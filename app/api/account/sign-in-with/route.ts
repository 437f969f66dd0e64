import { z } from 'zod'
import { postToNextAuth } from '@/app/api/_lib/next-auth.ts'
import { withCookies } from '@/app/api/_lib/sign-in.ts'
import { callbackPath } from '@/lib/auth/index.ts'
import { config } from '@/lib/config/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { mutation } from '@/lib/http/index.ts'

const body = z.strictObject({
  provider: z.enum(['github', 'google', 'oidc']),
  callbackUrl: z.string().max(2000).optional(),
})

/** Answers `{ url }`: the provider's page, to be opened in this browser, which holds the cookies of the attempt. */
export const POST = mutation(
  { route: '/api/account/sign-in-with', access: 'anyone', limit: 'sign-in-address', body },
  async ({ request, body: { provider, callbackUrl } }) => {
    const { providers, origin } = config()
    if (!providers.some(({ id }) => id === provider)) {
      throw new Refusal(
        'not-found',
        `Sign-in with ${provider} is not switched on here. Use email and password.`,
      )
    }
    const fields = { callbackUrl: callbackPath(callbackUrl, origin) }
    const { url, cookies } = await postToNextAuth(`signin/${provider}`, fields, request.headers.get('cookie'))
    return withCookies(Response.json({ url: url.href }), cookies)
  },
)
