import { postToNextAuth } from '@/app/api/_lib/next-auth.ts'
import { publicUser, withCookies } from '@/app/api/_lib/sign-in.ts'
import { deleteAccount, deletionSchema } from '@/lib/account/index.ts'
import { renameSchema, renameUser } from '@/lib/auth/index.ts'
import { config } from '@/lib/config/index.ts'
import { consume, mutation, query } from '@/lib/http/index.ts'

/** Who is signed in (null: nobody), and how one can sign in. Static pages learn it from here. */
export const GET = query({ route: '/api/account', access: 'anyone' }, async ({ user }) => ({
  user: user && publicUser(user),
  providers: config().providers.map(({ id, name }) => ({ id, name })),
}))

/** Another name for one's own account. */
export const PATCH = mutation(
  { route: '/api/account', access: 'submit', limit: 'account', body: renameSchema },
  async ({ user, body }) => {
    await renameUser(user.id, body.name)
    return { name: body.name || null }
  },
)

/** The account and all that hangs on it, at once. What shows that the owner asks: see lib/account. */
export const DELETE = mutation(
  { route: '/api/account', access: 'submit', limit: 'account', body: deletionSchema },
  async ({ request, user, body, requestId }) => {
    // A password can be guessed at here as well as at the sign-in.
    await consume('sign-in-account', user.email)
    await deleteAccount(user, body, { requestId })
    const { cookies } = await postToNextAuth('signout', {}, request.headers.get('cookie'))
    return withCookies(Response.json({ url: '/' }), cookies)
  },
)
