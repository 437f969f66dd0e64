import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { findSession, type SessionUser } from '@/lib/auth/index.ts'
import { urls } from './urls.ts'

/** Who this page is for, or null. Looked up once per request; a page that calls it is rendered per request. */
export const findUser = cache(async (): Promise<SessionUser | null> => {
  const { user } = await findSession((await headers()).get('cookie'))
  return user
})

/** Who this page is for; without an account, on to the sign-in page and back to `here` afterwards. */
export async function requireUser(here: string): Promise<SessionUser> {
  return (await findUser()) ?? redirect(urls.signIn(here))
}
