import { publicUser } from '@/app/api/_lib/sign-in.ts'
import { config } from '@/lib/config/index.ts'
import { query } from '@/lib/http/index.ts'

/** Who is signed in (null: nobody), and how one can sign in. Static pages learn it from here. */
export const GET = query({ route: '/api/account', access: 'anyone' }, async ({ user }) => ({
  user: user && publicUser(user),
  providers: config().providers.map(({ id, name }) => ({ id, name })),
}))
